/**
 * The verbs of the command line: {@code inspect}, {@code history}, {@code refs}, {@code branch},
 * {@code tag}, {@code verify}, and those that make, change and measure an index, described for
 * users in {@code docs/guide/cli.md}.
 *
 * <p>{@link Main} parses the arguments and turns failures into exit codes. A verb opens its {@link
 * Target} through the door and writes to an {@link Output}, as text or as JSON. Nothing here knows
 * what an object's bytes mean but {@link ObjectView}.
 */
@NullMarked
package io.dreamdb.cli;

import org.jspecify.annotations.NullMarked;
