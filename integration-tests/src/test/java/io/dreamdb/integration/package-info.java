/**
 * Both engines, as their users run them, on one warehouse: a Spark session in this process, a Trino
 * server in a process of its own. What one writes the other must read, and the same question must
 * have the same answer.
 */
@NullMarked
package io.dreamdb.integration;

import org.jspecify.annotations.NullMarked;
