/**
 * Spaces in a bucket of Amazon S3, or of another store that speaks its protocol.
 *
 * <p>The only package that uses the AWS SDK, which is an optional dependency: {@code
 * software.amazon.awssdk:s3} and {@code :apache5-client}. Options: {@link
 * io.dreamdb.store.s3.S3Options}.
 *
 * <h2>Layout</h2>
 *
 * <p>Object and register alike are one object of the bucket: the location's prefix, a slash, the
 * key. A register's value is the object's body and its version the entity tag. It is created with
 * {@code If-None-Match: *} and swapped with {@code If-Match}.
 *
 * <p><b>Versions.</b> S3 derives an entity tag from the content, so a register that gets a value
 * back gets its version back; {@link io.dreamdb.store.Capability#DISTINCT_VERSIONS} is not promised
 * and nobody may write a value twice.
 *
 * <h2>What a reply means</h2>
 *
 * <table>
 *   <caption>Replies</caption>
 *   <tr><th>reply</th><th>conditional write</th><th>all else</th></tr>
 *   <tr><td>2xx</td><td>done</td><td>done</td></tr>
 *   <tr><td>412, 409, 404 to {@code If-Match}</td><td>nothing was written; the key is read: where it
 *       moved, that is the result, else the request is repeated</td><td>409 repeated, else a
 *       failure</td></tr>
 *   <tr><td>5xx, 408, 429, none</td><td>unknown</td><td>repeated</td></tr>
 *   <tr><td>no connection</td><td>repeated: nothing was sent</td><td>repeated</td></tr>
 *   <tr><td>other 3xx and 4xx</td><td>a failure: nothing was written</td><td>a failure</td></tr>
 * </table>
 *
 * <p>Repeats wait for a random time below a bound that doubles ({@link io.dreamdb.store.s3.Retry}).
 * The SDK and its client repeat nothing: a conditional request that something below repeats can win
 * and be told that it lost.
 */
@NullMarked
package io.dreamdb.store.s3;

import org.jspecify.annotations.NullMarked;
