package io.dreamdb.quickstart;

/** Where the rows come from. */
sealed interface Source permits JdkApi, ParquetFile {

  /** What reading it is called in the list of steps. */
  String title();

  /**
   * Looks at the data and makes it known to the session, so that the subject's query finds it.
   *
   * @throws QuickstartFailure if the data cannot be used
   */
  Subject read(SparkSide spark, Console console);
}
