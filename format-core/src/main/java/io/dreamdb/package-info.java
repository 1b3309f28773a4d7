/**
 * The words that every package shares: metrics, and the failures that DreamDB reports.
 *
 * <p>Failures are few, named by what the caller can do about them. Expected outcomes, such as a
 * lost race or an object that is already there, are return values and never exceptions.
 */
@NullMarked
package io.dreamdb;

import org.jspecify.annotations.NullMarked;
