package io.dreamdb.index;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.manifest.Tree;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The index of an embedding field ({@code index.md}, section 1).
 *
 * @param fieldId the field
 * @param spatial the spatial index
 * @param compressor the compressor of all packs
 * @param packs the packs by first cell and anchor: {@link PackEntry}
 * @param coverage the anchors that packs hold: {@link AnchorRun}
 * @param calibration measured recalls, ascending, each once
 */
public record IndexTrack(
    int fieldId,
    ObjectRef spatial,
    ObjectRef compressor,
    Tree packs,
    Tree coverage,
    List<Calibration> calibration) {

  private static final String KIND = "track";
  private static final String MODALITY = "index";
  private static final Pattern NAME = Pattern.compile("index\\.([1-9][0-9]{0,9})");

  /** Copies and sorts the calibration. */
  public IndexTrack {
    Decoding.require(fieldId >= 1, "field " + fieldId);
    calibration = calibration.stream().sorted().distinct().toList();
  }

  /** A track without packs. */
  public static IndexTrack empty(int fieldId, ObjectRef spatial, ObjectRef compressor) {
    return new IndexTrack(fieldId, spatial, compressor, Tree.EMPTY, Tree.EMPTY, List.of());
  }

  /** The name of the track of that field in a manifest. */
  public static String name(int fieldId) {
    return "index." + fieldId;
  }

  /** The field whose index has a track of that name; empty if it is the name of another track. */
  public static OptionalInt fieldOf(String name) {
    Matcher index = NAME.matcher(name);
    long field = index.matches() ? Long.parseLong(index.group(1)) : 0;
    return field >= 1 && field <= Integer.MAX_VALUE
        ? OptionalInt.of((int) field)
        : OptionalInt.empty();
  }

  /** The same index with other recalls. */
  public IndexTrack withCalibration(List<Calibration> measured) {
    return new IndexTrack(fieldId, spatial, compressor, packs, coverage, measured);
  }

  /** The bytes of the object. */
  byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("modality", MODALITY)
            .put("field", fieldId)
            .put("spatial", References.encode(spatial))
            .put("compressor", References.encode(compressor))
            .put("packs", packs.encode())
            .put("coverage", coverage.encode())
            .putIfPresent(
                "calibration",
                calibration.isEmpty()
                    ? null
                    : CborArray.of(calibration.stream().map(Calibration::encode).toList()))
            .build());
  }

  static IndexTrack decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    CborItem modality = fields.required("modality");
    if (!modality.text().equals(MODALITY)) {
      throw modality.expected("\"index\"");
    }
    IndexTrack track =
        new IndexTrack(
            fields.int32("field", 1, Integer.MAX_VALUE),
            References.decode(fields.required("spatial")),
            References.decode(fields.required("compressor")),
            Tree.decode(fields.required("packs")),
            Tree.decode(fields.required("coverage")),
            fields.optional("calibration").map(IndexTrack::decodeCalibration).orElse(List.of()));
    fields.done();
    return track;
  }

  private static List<Calibration> decodeCalibration(CborItem item) {
    List<Calibration> calibration = item.array().stream().map(Calibration::decode).toList();
    for (int i = 0; i < calibration.size(); i++) {
      if (i > 0 && calibration.get(i - 1).compareTo(calibration.get(i)) >= 0) {
        throw item.expected("recalls in ascending order");
      }
    }
    if (calibration.isEmpty()) {
      throw item.expected("at least one recall");
    }
    return calibration;
  }
}
