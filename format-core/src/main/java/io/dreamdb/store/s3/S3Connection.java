package io.dreamdb.store.s3;

import io.dreamdb.InvalidInput;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A client with its pool of connections, shared by all stores of this process that have the same
 * options, and never closed: a table is a store, and a process opens thousands of them. Connections
 * that idle for a minute are closed.
 *
 * @param client sends each request once
 * @param options what it was made with
 * @param retry how requests that may be repeated are repeated
 * @param counter of all that the client sends
 */
record S3Connection(S3Client client, S3Options options, Retry retry, TrafficCounter counter) {

  private static final Map<S3Options, S3Connection> SHARED = new ConcurrentHashMap<>();

  /**
   * The connection for these options. No request is made.
   *
   * @throws InvalidInput where there is no region
   */
  static S3Connection of(S3Options options) {
    return SHARED.computeIfAbsent(options, S3Connection::open);
  }

  private static S3Connection open(S3Options options) {
    TrafficCounter counter = new TrafficCounter();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(options.maxConnections())
                    .connectionTimeout(options.connectTimeout())
                    .connectionAcquisitionTimeout(options.readTimeout())
                    .socketTimeout(options.readTimeout())
                    .expectContinueEnabled(false))
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            // Every object is checked against its hash anyway, and many stores know no trailers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .forcePathStyle(options.pathStyle())
            .credentialsProvider(credentials(options));
    if (options.endpoint() != null) {
      builder.endpointOverride(options.endpoint());
    }
    if (options.region() != null) {
      builder.region(Region.of(options.region()));
    }
    try {
      return new S3Connection(
          builder.build(), options, new Retry(options.maxRetries(), counter), counter);
    } catch (SdkClientException e) {
      throw new InvalidInput(
          "no S3 client can be made; set s3.region, or AWS_REGION: " + e.getMessage(), e);
    }
  }

  private static AwsCredentialsProvider credentials(S3Options options) {
    if (options.accessKey() == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            options.accessKey(), Objects.requireNonNull(options.secretKey()).value()));
  }
}
