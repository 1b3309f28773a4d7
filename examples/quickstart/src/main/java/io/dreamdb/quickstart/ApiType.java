package io.dreamdb.quickstart;

import org.jspecify.annotations.Nullable;

/**
 * A public type of the JDK's API: a row of the corpus.
 *
 * @param module that exports it
 * @param packageName it is in
 * @param name its simple name
 * @param kind class, interface, enum, record or annotation
 * @param since as its doc comment says, if it does
 * @param doc the plain text of its doc comment, without block tags; absent without sources
 * @param sourceLines lines of its source file; absent without sources
 */
record ApiType(
    String module,
    String packageName,
    String name,
    String kind,
    @Nullable String since,
    @Nullable String doc,
    @Nullable Integer sourceLines) {

  /** The name by which programs import it. */
  String qualifiedName() {
    return packageName + "." + name;
  }
}
