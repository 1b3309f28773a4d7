/**
 * A Trino server of one node for trying DreamDB out and for tests, and a client for it: what {@code
 * ./dreamdb trino} and {@code ./dreamdb sql} run.
 *
 * <p>The server is Trino's own, from its published artifacts, with the plugin in a folder of its
 * own as in any installation. {@link io.dreamdb.trino.server.LocalServer} has the layout of its
 * folder.
 */
@NullMarked
package io.dreamdb.trino.server;

import org.jspecify.annotations.NullMarked;
