package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.CloneResult;
import java.io.IOException;

/** What the verbs that copy tables say of what they copied. */
record CopyCounts(CloneResult result) {

  /** How many refs. */
  String refs() {
    return result.refs() == 1 ? "1 ref" : result.refs() + " refs";
  }

  /** How many objects. */
  String objects() {
    return result.copied()
        + " objects, "
        + result.bytes()
        + " bytes; "
        + result.present()
        + " were there";
  }

  /** Writes all counts into an object. */
  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("refs", result.refs());
    json.writeNumberField("copied", result.copied());
    json.writeNumberField("present", result.present());
    json.writeNumberField("bytes", result.bytes());
  }
}
