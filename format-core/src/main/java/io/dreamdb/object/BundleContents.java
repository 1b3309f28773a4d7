package io.dreamdb.object;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.hash.Blake3;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bundle holds: its last member ({@code bundle.md}, section 3).
 *
 * @param genesis the timeline that it comes from
 * @param history whether it has the history of all refs; else the state of one version
 * @param manifests the values of the refs, in the order of their names; of a state, the one
 *     manifest
 */
public record BundleContents(ObjectId genesis, boolean history, List<ObjectId> manifests) {

  private static final String KIND = "bundle";

  /** Copies the list; refuses one without manifests, and several of a state. */
  public BundleContents {
    manifests = List.copyOf(manifests);
    if (manifests.isEmpty() || !history && manifests.size() > 1) {
      throw new IllegalArgumentException(
          "a bundle of " + manifests.size() + " manifests, history " + history);
    }
  }

  byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("genesis", References.encode(genesis))
            .put("history", history)
            .put("manifests", CborArray.of(manifests.stream().map(References::encode).toList()))
            .build());
  }

  static ObjectId id(byte[] encoded) {
    return ObjectId.ofDigest(Blake3.hash(encoded));
  }

  static BundleContents decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    ObjectId genesis = References.decodeId(fields.required("genesis"));
    boolean history = fields.required("history").bool();
    List<ObjectId> manifests = new ArrayList<>();
    CborItem listed = fields.required("manifests");
    listed.array().forEach(item -> manifests.add(References.decodeId(item)));
    fields.done();
    if (manifests.isEmpty() || !history && manifests.size() > 1) {
      throw listed.expected(history ? "at least one manifest" : "one manifest");
    }
    return new BundleContents(genesis, history, manifests);
  }
}
