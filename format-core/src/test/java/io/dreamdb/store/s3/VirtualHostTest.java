package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that name the bucket in the host, in a JVM whose hosts file knows that host. */
class VirtualHostTest {

  /** What runs in that JVM. */
  static final class Client {

    private Client() {}

    public static void main(String[] arguments) {
      try (StrictS3Server server = StrictS3Server.start()) {
        Map<String, String> options = new TreeMap<>(server.options());
        options.remove("s3.path-style-access");
        options.put("s3.endpoint", "http://localhost:" + server.port());
        ObjectStore store = ObjectStores.open("s3://" + StrictS3Server.BUCKET + "/a", options);
        store.put(new ObjectKey("b/c"), ObjectBody.of(new byte[] {1, 2, 3}));
        SwapResult swap =
            store.compareAndSet(RegisterKey.ref("main"), Version.ABSENT, new byte[] {4});
        System.out.print(
            store.read(new ObjectKey("b/c")).remaining()
                + " "
                + (swap instanceof SwapResult.Swapped)
                + " "
                + server.keys()
                + " "
                + server.virtualHostRequests());
      }
    }
  }

  @Test
  void theBucketMayBeNamedInTheHost(@TempDir Path folder) throws Exception {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"), "127.0.0.1 localhost\n127.0.0.1 lake.localhost\n");
    assertThat(
            OtherJvm.run(
                jar -> true, List.of(), List.of("-Djdk.net.hosts.file=" + hosts), Client.class))
        .isEqualTo("0 3 true [a/b/c, a/refs/main] 3");
  }
}
