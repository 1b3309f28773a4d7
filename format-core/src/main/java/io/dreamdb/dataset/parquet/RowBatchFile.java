package io.dreamdb.dataset.parquet;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.object.VerifiedObject;
import java.io.IOException;
import java.util.List;

/**
 * What the footer of a row batch says, for people who look at one.
 *
 * @param rows number of rows
 * @param rowGroups number of row groups
 * @param columns each column in Parquet's own notation, with its field id
 */
public record RowBatchFile(int rows, int rowGroups, List<String> columns) {

  /** Copies the columns. */
  public RowBatchFile {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the footer.
   *
   * @throws CorruptObject if the bytes are no row batch
   */
  public static RowBatchFile read(VerifiedObject object) {
    try {
      FileFooter footer = FileFooter.read(new FileBytes(object));
      return new RowBatchFile(
          footer.rows(),
          footer.starts().length - 1,
          footer.schema().getFields().stream().map(String::valueOf).toList());
    } catch (DreamException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      throw new CorruptObject(object.name() + " is no row batch: " + e.getMessage(), e);
    }
  }
}
