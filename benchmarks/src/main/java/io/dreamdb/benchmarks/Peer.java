package io.dreamdb.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vector index to be measured beside others, in a JVM of its own. Found as a service. After it is
 * built, many threads may search.
 */
public interface Peer extends AutoCloseable {

  /** Its name on the command line and in the results. */
  String name();

  /**
   * Takes the rows, and stores them if it keeps them apart from the index.
   *
   * @param folder empty, for what it keeps in files
   */
  void load(PeerData data, Path folder) throws Exception;

  /**
   * Builds the index, which is what is timed.
   *
   * @return bytes of it
   */
  long build() throws Exception;

  /** How it can be searched; of the same configuration the one that does least first. */
  List<Setting> settings();

  /**
   * The k nearest rows to a query, as far as it finds them.
   *
   * @param query its number
   * @return their numbers
   */
  int[] search(Setting setting, int query);

  @Override
  void close() throws Exception;

  /**
   * How much a search does.
   *
   * @param config what is searched, and how it was built, in words
   * @param nprobe how far it looks, in the index's own unit: cells, or candidates of a graph
   * @param refine how many candidates are compared exactly; empty if that is no choice
   */
  record Setting(String config, int nprobe, OptionalInt refine) {}
}
