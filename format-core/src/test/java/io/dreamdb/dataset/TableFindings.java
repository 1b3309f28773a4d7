package io.dreamdb.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What verification finds wrong in everything that a table's refs reach. */
final class TableFindings {

  private TableFindings() {}

  static List<Finding> of(Dataset table) {
    return of(table.location());
  }

  static List<Finding> of(String location) {
    return of(location, Map.of());
  }

  static List<Finding> of(String location, Map<String, String> storeOptions) {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(location, storeOptions)) {
      verify.all(findings::add);
    }
    return findings;
  }
}
