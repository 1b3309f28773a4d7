package io.dreamdb.manifest;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.object.GoldenContents;
import io.dreamdb.object.GoldenRoot;
import java.util.ArrayList;
import java.util.List;

/** The decoders of this package and of {@code object}. */
public final class ManifestDecoders {

  private ManifestDecoders() {}

  /** All of them. */
  public static List<GoldenDecoder> all() {
    List<GoldenDecoder> all = new ArrayList<>();
    all.add(GoldenDecoder.ofFile("genesis", item -> Genesis.decode(item).encode()));
    for (String form : List.of("minimal", "full", "sealed", "closed")) {
      all.add(
          GoldenDecoder.ofFile(
              "manifest-" + form, item -> ManifestCodec.encode(ManifestCodec.decode(item))));
    }
    all.add(GoldenDecoder.ofFile("gc-root", GoldenRoot::decodedAndEncoded));
    all.add(GoldenDecoder.ofFile("bundle-contents", GoldenContents::decodedAndEncoded));
    all.add(GoldenDecoder.ofFile("page-leaf", item -> Page.decode(item).encode()));
    all.add(GoldenDecoder.ofFile("page-inner", item -> Page.decode(item).encode()));
    all.add(tree("tree-inline", GoldenObjects.inline()));
    all.add(tree("tree-paged", GoldenObjects.paged()));
    return all;
  }

  private static GoldenDecoder tree(String name, Tree tree) {
    byte[] golden = Cbor.encode(tree.encode());
    return GoldenDecoder.cbor(name, golden, item -> Cbor.encode(Tree.decode(item).encode()));
  }
}
