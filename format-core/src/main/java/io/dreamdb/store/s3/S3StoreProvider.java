package io.dreamdb.store.s3;

import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStoreProvider;
import java.util.Map;
import java.util.Set;

/** Opens {@code s3://bucket/prefix}. Its options: {@link S3Options}. */
public final class S3StoreProvider implements ObjectStoreProvider {

  /** One class of each artifact that is needed. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "software.amazon.awssdk:s3", "software.amazon.awssdk.services.s3.S3Client",
          "software.amazon.awssdk:apache5-client",
              "software.amazon.awssdk.http.apache5.Apache5HttpClient");

  /** For {@code java.util.ServiceLoader}. */
  public S3StoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    S3Location parsed = S3Location.parse(location);
    S3Options known = S3Options.parse(options);
    NEEDED.forEach((artifact, className) -> requireClass(location, artifact, className));
    return new S3ObjectStore(parsed, S3Connection.of(known));
  }

  /** This class must not link to the SDK, or a JVM without it could not even say so. */
  private static void requireClass(String location, String artifact, String className) {
    try {
      Class.forName(className, false, S3StoreProvider.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InvalidInput(
          "store location '"
              + location
              + "' needs the artifact "
              + artifact
              + ", which is not on the class path",
          e);
    }
  }
}
