package io.dreamdb.benchmarks;

import io.dreamdb.hash.Blake3;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.digests.Blake3Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** BLAKE3 beside the Java libraries that have it, beside SHA-256 and the memory's read rate. */
@Command(name = "hash", description = "BLAKE3 of 1 KiB to 16 MiB, beside Java libraries.")
final class HashBenchmark implements Callable<Integer> {

  private static final String OURS = "DreamDB";
  private static final String READ = "streaming read";
  private static final int[] SIZES = {
    1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 16 << 20
  };

  /** What one round hashes, in as many messages as needed. */
  private static final int ROUND_BYTES = 16 << 20;

  private static final int TARGET_FROM_BYTES = 64 << 10;
  private static final double TARGET_GIGABYTES = 4;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--rounds", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  /** A function under test. */
  private interface Digest {
    byte[] of(byte[] message) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    report.line("kernel", Blake3.warmUp());
    requireAgreement();
    double slowest = Double.POSITIVE_INFINITY;
    try (Report.Table table =
        report.table("GB per CPU-second by length of the message, one core")) {
      for (int size : SIZES) {
        Map<String, Double> rates = rates(size);
        double ours = rates.getOrDefault(OURS, 0.0);
        if (size >= TARGET_FROM_BYTES) {
          slowest = Math.min(slowest, ours);
        }
        Map<String, Object> cells = Report.cells("KiB", size >> 10);
        cells.putAll(rates);
        cells.put("DreamDB / read", ours / rates.getOrDefault(READ, 0.0));
        table.row(cells);
      }
    }
    report.target(
        "slowest length from 64 KiB on", "at least 4 GB/s", slowest, slowest >= TARGET_GIGABYTES);
    return 0;
  }

  private Map<String, Double> rates(int size) throws Exception {
    byte[] message = new byte[size];
    new Random(common.seed()).nextBytes(message);
    int repeats = ROUND_BYTES / size;
    Rounds measured = new Rounds();
    digests().forEach((name, digest) -> measured.add(name, () -> repeat(digest, message, repeats)));
    measured.add(READ, () -> read(message, repeats));
    Map<String, Double> rates = new LinkedHashMap<>();
    measured
        .run(rounds)
        .forEach((name, timing) -> rates.put(name, timing.rate((double) size * repeats)));
    return rates;
  }

  private static long repeat(Digest digest, byte[] message, int repeats) throws Exception {
    long result = 0;
    for (int i = 0; i < repeats; i++) {
      result = 31 * result + digest.of(message)[0];
    }
    return result;
  }

  private static long read(byte[] message, int repeats) {
    long result = 0;
    for (int i = 0; i < repeats; i++) {
      result = 31 * result + MemoryRead.of(message);
    }
    return result;
  }

  private static Map<String, Digest> digests() {
    Map<String, Digest> digests = new LinkedHashMap<>();
    digests.put(OURS, Blake3::hash);
    digests.put("commons-codec", org.apache.commons.codec.digest.Blake3::hash);
    digests.put("BouncyCastle", HashBenchmark::bouncyCastle);
    digests.put("rctcwyvrn", HashBenchmark::rctcwyvrn);
    digests.put("JDK SHA-256", message -> MessageDigest.getInstance("SHA-256").digest(message));
    return digests;
  }

  private static byte[] bouncyCastle(byte[] message) {
    Blake3Digest digest = new Blake3Digest(Blake3.HASH_BYTES);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[Blake3.HASH_BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static byte[] rctcwyvrn(byte[] message) {
    var hasher = io.github.rctcwyvrn.blake3.Blake3.newInstance();
    hasher.update(message);
    return hasher.digest();
  }

  /** A rate of something else than BLAKE3 would be no rate of BLAKE3. */
  private void requireAgreement() throws Exception {
    byte[] message = new byte[100_000];
    new Random(common.seed()).nextBytes(message);
    byte[] expected = Blake3.hash(message);
    boolean agree =
        Arrays.equals(expected, org.apache.commons.codec.digest.Blake3.hash(message))
            && Arrays.equals(expected, bouncyCastle(message))
            && Arrays.equals(expected, rctcwyvrn(message));
    if (!agree) {
      throw new IllegalStateException("the implementations of BLAKE3 disagree");
    }
  }
}
