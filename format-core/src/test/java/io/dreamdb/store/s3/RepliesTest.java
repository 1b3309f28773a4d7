package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.CreateResult;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the S3 store makes of the replies that it gets, and of those that it does not get. */
class RepliesTest {

  private static final RegisterKey MAIN = RegisterKey.ref("main");
  private static final ObjectKey KEY = new ObjectKey("a/b");
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private StrictS3Server server;
  private S3ObjectStore store;

  @BeforeEach
  void start() {
    server = StrictS3Server.start();
    store = open(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private S3ObjectStore open(Map<String, String> more) {
    Map<String, String> options = new TreeMap<>(server.options());
    options.put("s3.max-error-retries", "3");
    options.putAll(more);
    return (S3ObjectStore) ObjectStores.open("s3://" + StrictS3Server.BUCKET + "/space", options);
  }

  private void faults(String method, S3Fault... faults) {
    server.setFaults(S3FaultPlan.script(method, key -> true, List.of(faults)));
  }

  private Version swap(Version expected, byte[] value) {
    return ((SwapResult.Swapped) store.compareAndSet(MAIN, expected, value)).version();
  }

  // --- Conditional writes

  @Test
  void aSwapWithoutAReplyIsUnknownAndSentOnce() {
    Version one = swap(Version.ABSENT, ONE);
    for (S3Fault fault :
        List.of(
            S3Fault.DROP_REQUEST,
            S3Fault.DROP_REPLY,
            S3Fault.ERROR_500,
            S3Fault.ERROR_500_AFTER,
            S3Fault.ERROR_503)) {
      long before = server.requests("PUT");
      faults("PUT", fault);
      Version held = store.readRegister(MAIN).version();
      byte[] value = {3, (byte) fault.ordinal()};
      assertThat(store.compareAndSet(MAIN, held, value))
          .as(fault.name())
          .isInstanceOf(SwapResult.Unknown.class);
      assertThat(server.requests("PUT") - before).as(fault.name()).isEqualTo(1);
    }
    assertThat(one).isNotEqualTo(Version.ABSENT);
  }

  @Test
  void aSwapThatIsAppliedAfterTheClientsPatienceIsUnknown() throws InterruptedException {
    S3ObjectStore hasty = open(Map.of("s3.socket-read-timeout", "200ms"));
    Version one = swap(Version.ABSENT, ONE);
    faults("PUT", S3Fault.DELAY);
    assertThat(hasty.compareAndSet(MAIN, one, TWO)).isInstanceOf(SwapResult.Unknown.class);
    while (store.readRegister(MAIN).version().equals(one)) {
      Thread.sleep(20);
    }
    assertThat(store.readRegister(MAIN).value()).isEqualTo(TWO);
  }

  @Test
  void aCreateWithoutAReplyIsUnknownAndSentOnce() {
    faults("PUT", S3Fault.DROP_REPLY);
    assertThat(store.putIfAbsent(KEY, ObjectBody.of(ONE))).isInstanceOf(CreateResult.Unknown.class);
    assertThat(server.requests("PUT")).isEqualTo(1);
    assertThat(store.putIfAbsent(KEY, ObjectBody.of(ONE))).isInstanceOf(CreateResult.Exists.class);
  }

  @Test
  void aConflictingRequestUnderWayIsWaitedFor() {
    faults("PUT", S3Fault.CONFLICT_409, S3Fault.CONFLICT_409);
    Version one = swap(Version.ABSENT, ONE);
    faults("PUT", S3Fault.CONFLICT_409);
    swap(one, TWO);
    assertThat(store.readRegister(MAIN).value()).isEqualTo(TWO);
    faults("PUT", S3Fault.CONFLICT_409);
    assertThat(store.putIfAbsent(KEY, ObjectBody.of(ONE))).isInstanceOf(CreateResult.Created.class);
    assertThat(server.requests("PUT")).isEqualTo(7);
  }

  @Test
  void aConflictThatOthersWonIsAConflict() {
    Version one = swap(Version.ABSENT, ONE);
    Version two = swap(one, TWO);
    faults("PUT", S3Fault.CONFLICT_409);
    assertThat(store.compareAndSet(MAIN, one, new byte[] {9}))
        .isEqualTo(new SwapResult.Conflict(new Register(two, TWO)));
    store.put(KEY, ObjectBody.of(ONE));
    faults("PUT", S3Fault.CONFLICT_409);
    assertThat(store.putIfAbsent(KEY, ObjectBody.of(ONE))).isInstanceOf(CreateResult.Exists.class);
  }

  @Test
  void conflictsWithoutEndAreAFailureThatWroteNothing() {
    server.setFaults((method, key) -> S3Fault.CONFLICT_409);
    assertThatThrownBy(() -> store.compareAndSet(MAIN, Version.ABSENT, ONE))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("refs/main")
        .hasMessageContaining("409 ConditionalRequestConflict");
    assertThat(store.readRegister(MAIN).isAbsent()).isTrue();
  }

  @Test
  void aSwapOfARegisterThatIsGoneFindsItAbsent() {
    Version one = swap(Version.ABSENT, ONE);
    store.delete(MAIN);
    assertThat(store.compareAndSet(MAIN, one, TWO))
        .isEqualTo(new SwapResult.Conflict(Register.ABSENT));
  }

  @Test
  void aServerThatDoesNotListenIsAFailureThatWroteNothing() {
    server.close();
    assertThatThrownBy(() -> store.compareAndSet(MAIN, Version.ABSENT, ONE))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot swap refs/main in s3://lake/space/");
    assertThatThrownBy(() -> store.readRegister(MAIN)).isInstanceOf(StoreUnavailable.class);
  }

  // --- Refusals

  @Test
  void aBucketThatIsNotThereIsNoMissingObject() {
    S3ObjectStore other = (S3ObjectStore) ObjectStores.open("s3://other", server.options());
    assertThatThrownBy(() -> other.readRegister(MAIN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("NoSuchBucket");
    assertThatThrownBy(() -> other.read(KEY)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> other.compareAndSet(MAIN, Version.ABSENT, ONE))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aKeyThatIsNotLetInIsNamedByTheStoreAndNotRepeated() {
    S3ObjectStore stranger =
        open(Map.of("s3.aws-access-key", "nobody", "s3.aws-secret-key", "canary-secret"));
    long before = server.requests("GET");
    assertThatThrownBy(() -> stranger.readRegister(MAIN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("403 InvalidAccessKeyId")
        .hasMessageNotContaining("canary");
    assertThat(server.requests("GET") - before).isEqualTo(1);
  }

  // --- Reads

  @Test
  void readsAndUnconditionalWritesAreRepeated() {
    faults("PUT", S3Fault.ERROR_503, S3Fault.DROP_REPLY);
    store.put(KEY, ObjectBody.of(ONE));
    faults("GET", S3Fault.ERROR_500, S3Fault.DROP_REQUEST, S3Fault.TRUNCATE);
    assertThat(store.read(KEY)).isEqualTo(ByteBuffer.wrap(ONE));
    faults("HEAD", S3Fault.ERROR_503);
    assertThat(store.head(KEY)).isPresent();
    faults("GET", S3Fault.DROP_REPLY);
    assertThat(store.list(ListRequest.of("")).entries()).hasSize(1);
    faults("DELETE", S3Fault.DROP_REPLY);
    store.delete(KEY);
    assertThat(store.head(KEY)).isEmpty();
    assertThat(store.traffic().repeats()).isEqualTo(8);
  }

  @Test
  void anEmptyObjectIsReadFromAStoreThatServesItsRangeToo() {
    store.put(KEY, ObjectBody.of(new byte[0]));
    assertThat(store.read(KEY).remaining()).isZero();
    faults("GET", S3Fault.EMPTY_RANGE);
    assertThat(store.read(KEY).remaining()).isZero();
    faults("GET", S3Fault.EMPTY_RANGE);
    assertThatThrownBy(() -> store.read(KEY, new ByteRange(0, 5))).hasMessageContaining(KEY.path());
  }

  @Test
  void aBodyThatEndsEarlyIsNeverReturned() {
    byte[] bytes = bytes(100_000);
    store.put(KEY, ObjectBody.of(bytes));
    swap(Version.ABSENT, bytes);
    server.setFaults((method, key) -> method.equals("GET") ? S3Fault.TRUNCATE : S3Fault.NONE);
    assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.read(KEY, new ByteRange(1, 50_000)))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.readRegister(MAIN)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aStaleListingIsReturnedAsItIs() {
    store.put(KEY, ObjectBody.of(ONE));
    faults("GET", S3Fault.STALE_LIST);
    assertThat(store.list(ListRequest.of("")).entries()).isEmpty();
    assertThat(store.list(ListRequest.of("")).entries()).hasSize(1);
  }

  @Test
  void foreignNamesBelowThePrefixAreNotListed() {
    S3ObjectStore above =
        (S3ObjectStore) ObjectStores.open("s3://" + StrictS3Server.BUCKET, server.options());
    ObjectStores.open("s3://" + StrictS3Server.BUCKET + "/A", server.options())
        .put(KEY, ObjectBody.of(ONE));
    above.put(new ObjectKey("z"), ObjectBody.of(ONE));
    assertThat(above.list(new ListRequest("", "", 1)).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.key().path()).isEqualTo("z"));
  }

  @Test
  void rangesThatLieCloseAreOneRequest() {
    byte[] bytes = bytes(3 << 20);
    store.put(KEY, ObjectBody.of(bytes));
    S3Traffic before = store.traffic();
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ranges.add(new ByteRange(i * 1_000, 100));
    }
    ranges.add(new ByteRange(2 << 20, 100));
    store.read(KEY, ranges);
    S3Traffic spent = store.traffic().since(before);
    assertThat(spent.requests()).isEqualTo(2);
    assertThat(spent.bytesReceived()).isEqualTo(49_100 + 100);
  }

  // --- Large objects

  @Test
  void largeObjectsAreWrittenInPartsAndReadInPieces() {
    S3ObjectStore small = open(Map.of("s3.streaming.part-size", "5MB"));
    byte[] bytes = bytes((21 << 20) + 7);
    S3Traffic before = small.traffic();
    small.put(KEY, ObjectBody.of(bytes));
    assertThat(small.traffic().since(before).requests()).isEqualTo(1 + 5 + 1);
    before = small.traffic();
    assertThat(small.read(KEY)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(small.traffic().since(before).requests()).isEqualTo(3);
    ByteRange most = new ByteRange(5, 20 << 20);
    assertThat(small.read(KEY, most)).isEqualTo(ByteBuffer.wrap(bytes, 5, 20 << 20));
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void aLargeObjectIsCreatedOnceHoweverItsRepliesGoAstray() {
    S3ObjectStore small = open(Map.of("s3.streaming.part-size", "5MB"));
    byte[] bytes = bytes(11 << 20);
    faults("PUT", S3Fault.DROP_REPLY, S3Fault.ERROR_500);
    assertThat(small.putIfAbsent(KEY, ObjectBody.of(bytes)))
        .isInstanceOf(CreateResult.Created.class);
    assertThat(small.putIfAbsent(KEY, ObjectBody.of(bytes)))
        .isInstanceOf(CreateResult.Exists.class);
    ObjectKey other = new ObjectKey("c");
    completions(S3Fault.DROP_REPLY);
    assertThat(small.putIfAbsent(other, ObjectBody.of(bytes)))
        .isInstanceOf(CreateResult.Unknown.class);
    assertThat(small.head(other)).isPresent();
    ObjectKey third = new ObjectKey("d");
    completions(S3Fault.CONFLICT_409);
    assertThat(small.putIfAbsent(third, ObjectBody.of(bytes)))
        .isInstanceOf(CreateResult.Created.class);
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void aLargeObjectIsWrittenThoughItsCompletionHasNoReply() {
    S3ObjectStore small = open(Map.of("s3.streaming.part-size", "5MB"));
    byte[] bytes = bytes(11 << 20);
    completions(S3Fault.DROP_REPLY);
    small.put(KEY, ObjectBody.of(bytes));
    assertThat(small.read(KEY)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(server.openUploads()).isZero();
  }

  /** The faults to the requests that complete uploads; those that begin them go well. */
  private void completions(S3Fault... faults) {
    List<S3Fault> alternating = new ArrayList<>();
    for (S3Fault fault : faults) {
      alternating.addAll(List.of(S3Fault.NONE, fault));
    }
    faults("POST", alternating.toArray(S3Fault[]::new));
  }

  @Test
  void readingWhatIsNotThereIsAMissingObject() {
    assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(MissingObject.class);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
