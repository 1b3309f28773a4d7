package io.dreamdb.trino;

import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users set by SET SESSION. */
final class SessionProperties {

  private static final String DELETE_ACTOR = "delete_actor";
  private static final String DELETE_REASON = "delete_reason";
  private static final String APPROXIMATE_SEARCH = "approximate_search";

  private SessionProperties() {}

  static List<PropertyMetadata<?>> all() {
    return List.of(
        PropertyMetadata.stringProperty(
            DELETE_ACTOR, "Who deletes, for the table's log; the user if not set", null, false),
        PropertyMetadata.stringProperty(
            DELETE_REASON, "Why rows are deleted, for the table's log", null, false),
        PropertyMetadata.booleanProperty(
            APPROXIMATE_SEARCH,
            "Whether ORDER BY a distance LIMIT n may be answered by an index, which can miss rows",
            false,
            false));
  }

  static String deleteActor(ConnectorSession session) {
    @Nullable String actor = session.getProperty(DELETE_ACTOR, String.class);
    return actor == null ? session.getUser() : actor;
  }

  static @Nullable String deleteReason(ConnectorSession session) {
    return session.getProperty(DELETE_REASON, String.class);
  }

  static boolean isApproximate(ConnectorSession session) {
    return session.getProperty(APPROXIMATE_SEARCH, Boolean.class);
  }
}
