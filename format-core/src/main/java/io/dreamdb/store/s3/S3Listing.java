package io.dreamdb.store.s3;

import io.dreamdb.InvalidInput;
import io.dreamdb.store.ListPage;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a space's keys. What else lies below its prefix is not shown. */
final class S3Listing {

  /** What S3 returns at most. */
  private static final int PAGE_KEYS = 1_000;

  private final S3Connection connection;
  private final S3Location location;

  S3Listing(S3Connection connection, S3Location location) {
    this.connection = connection;
    this.location = location;
  }

  ListPage page(ListRequest request) {
    String after = request.startAfter().isEmpty() ? "" : location.prefix() + request.startAfter();
    while (true) {
      ListObjectsV2Response response = fetch(request, after);
      List<StoredObject> entries = new ArrayList<>();
      for (S3Object object : response.contents()) {
        after = object.key();
        entry(object, after.substring(location.prefix().length())).ifPresent(entries::add);
      }
      boolean last = !Boolean.TRUE.equals(response.isTruncated());
      if (last || !entries.isEmpty()) {
        return new ListPage(entries, last);
      }
    }
  }

  private ListObjectsV2Response fetch(ListRequest request, String after) {
    ListObjectsV2Request.Builder page =
        ListObjectsV2Request.builder()
            .bucket(location.bucket())
            .prefix(location.prefix() + request.prefix())
            .maxKeys(Math.min(request.limit(), PAGE_KEYS));
    if (!after.isEmpty()) {
      page.startAfter(after);
    }
    return connection
        .retry()
        .repeat(
            "list '" + request.prefix() + "' in " + location,
            () -> {
              connection.counter().request();
              return connection.client().listObjectsV2(page.build());
            });
  }

  /** Others may keep things in the bucket whose names are no keys: the marks of folders, say. */
  private static Optional<StoredObject> entry(S3Object object, String path) {
    try {
      return Optional.of(new StoredObject(StoreKey.parse(path), object.size()));
    } catch (InvalidInput notOurs) {
      return Optional.empty();
    }
  }
}
