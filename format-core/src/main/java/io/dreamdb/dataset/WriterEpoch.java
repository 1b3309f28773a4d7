package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which commit of a writer that may repeat itself this is: a streaming query numbers its epochs,
 * and commits each once however often it tries ({@code manifest.md}, key {@code dreamdb.writers}).
 *
 * @param writer names the writer, 1 to 128 bytes of UTF-8; the same after a restart
 * @param epoch larger than that of each commit before
 */
public record WriterEpoch(String writer, long epoch) {

  static final String KEY = "dreamdb.writers";
  private static final int MAX_WRITERS = 1_000;
  private static final int MAX_NAME_BYTES = 128;

  /**
   * Checks both.
   *
   * @throws InvalidInput if one is beyond its range
   */
  public WriterEpoch {
    int length = writer.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_NAME_BYTES) {
      throw new InvalidInput(
          "The key of a writer has " + length + " bytes in UTF-8; it may have 1 to 128");
    }
    if (epoch < 0) {
      throw new InvalidInput("The epoch of writer '" + writer + "' is " + epoch + ", negative");
    }
  }

  /** The last epoch of each writer in a content. */
  static Map<String, Long> all(Manifest.Content content) {
    Map<String, Long> epochs = new TreeMap<>();
    content
        .registry()
        .get(KEY)
        .ifPresent(value ->
            ((CborMap) value).forEach((name, last) -> epochs.put(name, ((CborInt) last).value())));
    return epochs;
  }

  /** Whether a content has this commit, or a later one of the same writer. */
  boolean isIn(Manifest.Content content) {
    Long last = all(content).get(writer);
    return last != null && last >= epoch;
  }

  /**
   * The content after this commit.
   *
   * @throws LimitExceeded if it would remember too many writers
   */
  Manifest.Content recordedIn(Manifest.Content content) {
    Map<String, Long> epochs = all(content);
    epochs.put(writer, epoch);
    return content.withRegistry(KEY, encode(epochs, "with writer '" + writer + "'"));
  }

  /**
   * The value in the registry.
   *
   * @param how it came to be these writers, for messages
   * @throws LimitExceeded if they are too many
   */
  static CborValue encode(Map<String, Long> epochs, String how) {
    if (epochs.size() > MAX_WRITERS) {
      throw new LimitExceeded(
          "The branch would remember "
              + epochs.size()
              + " writers for exactly-once commits "
              + how
              + "; at most "
              + MAX_WRITERS
              + " are kept: let writers use their keys again");
    }
    CborMap.Builder map = CborMap.builder();
    epochs.forEach((name, last) -> map.put(name, last));
    return map.build();
  }
}
