package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Value;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that change, and batches that were written before. */
@ExtendWith(SharedSession.class)
class AlterTest {

  private String table;

  @BeforeEach
  void names() {
    table = SharedSession.newSchema() + ".t";
  }

  /** A constant of each type. */
  static Value constant(PrimitiveType type) {
    return Value.of(
        type,
        switch (type) {
          case BOOLEAN -> true;
          case INT -> -7;
          case BIGINT -> 5_000_000_000L;
          case FLOAT -> 0.1f;
          case DOUBLE -> 0.1;
          case STRING -> "ü's";
          case BINARY -> ByteBuffer.wrap(new byte[] {0, -1});
          case DATE -> LocalDate.of(1969, 12, 31);
          case TIMESTAMP -> Instant.parse("2024-02-29T12:00:00.000001Z");
          case TIMESTAMP_NTZ -> LocalDateTime.parse("2024-02-29T12:00:00.000001");
        });
  }

  private void alter(String change) {
    sql("ALTER TABLE " + table + " " + change);
  }

  private void refused(String change, String message) {
    assertThatThrownBy(() -> alter(change)).hasMessageContaining(message);
  }

  @Test
  void aDefaultOfEachTypeIsInOldRowsAndInNewOnesThatLeaveItOut() {
    sql("CREATE TABLE " + table + " (id INT)");
    sql("INSERT INTO " + table + " VALUES (1)");
    String[][] columns = {
      {"BOOLEAN", "true", "true"},
      {"INT", "-7", "-7"},
      {"BIGINT", "5000000000", "5000000000"},
      {"FLOAT", "0.5", "0.5"},
      {"DOUBLE", "0.1", "0.1"},
      {"DECIMAL(9,2)", "1.5", "1.50"},
      {"DECIMAL(38,2)", "-12345678901234567890.25", "-12345678901234567890.25"},
      {"STRING", "'ü\\'s'", "ü's"},
      {"DATE", "DATE '1969-12-31'", "1969-12-31"},
      {"TIMESTAMP", "TIMESTAMP '2024-02-29 12:00:00.000001Z'", "2024-02-29 12:00:00.000001"},
      {"TIMESTAMP_NTZ", "TIMESTAMP_NTZ '2024-02-29 12:00:00.000001'", "2024-02-29T12:00:00.000001"}
    };
    for (int i = 0; i < columns.length; i++) {
      alter("ADD COLUMN c" + i + " " + columns[i][0] + " DEFAULT " + columns[i][1]);
    }
    alter("ADD COLUMN b BINARY DEFAULT X'00ff'");
    sql("INSERT INTO " + table + " (id) VALUES (2)");
    for (int i = 0; i < columns.length; i++) {
      String value = "[" + columns[i][2] + "]";
      assertThat(rows("SELECT c" + i + " FROM " + table).stream())
          .as(columns[i][0])
          .containsExactly(value, value);
      assertThat(rows("SELECT id FROM " + table + " WHERE c" + i + " = " + columns[i][1]))
          .as(columns[i][0])
          .containsExactlyInAnyOrder("[1]", "[2]");
      assertThat(rows("SELECT id FROM " + table + " WHERE c" + i + " <> " + columns[i][1]))
          .as(columns[i][0])
          .isEmpty();
    }
    assertThat(rows("SELECT hex(b) FROM " + table)).containsExactly("[00FF]", "[00FF]");
    assertThat(rows("SELECT * FROM " + table + " VERSION AS OF 'main~13'")).containsExactly("[1]");
  }

  @Test
  void widenedColumnsAreReadFromOldBatches() {
    sql(
        "CREATE TABLE "
            + table
            + " (i INT, f FLOAT, d DECIMAL(5,2), w DECIMAL(20,1), a ARRAY<INT>,"
            + " s STRUCT<x: INT, y: FLOAT>)");
    sql(
        "INSERT INTO "
            + table
            + " VALUES (-2147483648, 0.1, 1.25, 7.5, array(1), named_struct('x', 2, 'y', 0.5))");
    alter("ALTER COLUMN i TYPE BIGINT");
    alter("ALTER COLUMN f TYPE DOUBLE");
    alter("ALTER COLUMN d TYPE DECIMAL(30,2)");
    alter("ALTER COLUMN w TYPE DECIMAL(38,1)");
    alter("ALTER COLUMN a.element TYPE BIGINT");
    alter("ALTER COLUMN s.x TYPE BIGINT");
    sql(
        "INSERT INTO "
            + table
            + " VALUES (5000000000, 0.1, 12345678901.25, 7.5, array(5000000000),"
            + " named_struct('x', 5000000000, 'y', 0.5))");
    assertThat(rows("SELECT i, f, d, w, a[0], s.x FROM " + table + " ORDER BY i"))
        .containsExactly(
            "[-2147483648,0.10000000149011612,1.25,7.5,1,2]",
            "[5000000000,0.1,12345678901.25,7.5,5000000000,5000000000]");
    assertThat(rows("SELECT count(*) FROM " + table + " WHERE i < 0 AND d = 1.25 AND s.x = 2"))
        .containsExactly("[1]");
    refused("ALTER COLUMN i TYPE INT", "");
    refused("ALTER COLUMN i TYPE DOUBLE", "cannot become double");
  }

  @Test
  void columnsAreRenamedDroppedAddedAgainAndMoved() {
    sql("CREATE TABLE " + table + " (id INT NOT NULL, a INT COMMENT 'old', b STRING)");
    sql("INSERT INTO " + table + " VALUES (1, 10, 'x')");
    alter("RENAME COLUMN a TO c");
    alter("RENAME COLUMN b TO a");
    assertThat(rows("SELECT id, c, a FROM " + table)).containsExactly("[1,10,x]");
    alter("DROP COLUMN a");
    alter("ADD COLUMNS (a STRING FIRST, d INT DEFAULT 4 COMMENT 'new' AFTER id)");
    assertThat(rows("SELECT * FROM " + table)).containsExactly("[null,1,4,10]");
    alter("ALTER COLUMN c FIRST");
    alter("ALTER COLUMN a AFTER d");
    alter("ALTER COLUMN id DROP NOT NULL");
    alter("ALTER COLUMN c COMMENT 'newer'");
    sql("INSERT INTO " + table + " VALUES (20, NULL, 5, 'y')");
    assertThat(rows("SELECT * FROM " + table + " ORDER BY c"))
        .containsExactly("[10,1,4,null]", "[20,null,5,y]");
    assertThat(rows("DESCRIBE " + table).subList(0, 4))
        .containsExactly("[c,int,newer]", "[id,int,null]", "[d,int,new]", "[a,string,null]");
    alter("DROP COLUMN IF EXISTS nope");
    assertThat(rows("SELECT * FROM " + table + " VERSION AS OF 'main~1' ORDER BY c"))
        .containsExactly("[10,1,4,null]");
  }

  @Test
  void fieldsInsideStructsChange() {
    sql("CREATE TABLE " + table + " (s STRUCT<x: INT, y: STRING>, l ARRAY<STRUCT<p: INT>>)");
    sql(
        "INSERT INTO "
            + table
            + " VALUES (named_struct('x', 1, 'y', 'a'), array(named_struct('p', 2)))");
    alter("ADD COLUMN s.z DATE");
    alter("DROP COLUMN s.x");
    alter("RENAME COLUMN s.y TO x");
    alter("ADD COLUMN l.element.q INT");
    alter("DROP COLUMN l.element.p");
    assertThat(rows("SELECT * FROM " + table)).hasToString("[[[a,null],ArraySeq([null])]]");
    alter("DROP COLUMN s.x");
    assertThat(rows("SELECT s IS NULL, s.z IS NULL, s FROM " + table))
        .containsExactly("[false,true,[null]]");
  }

  @Test
  void propertiesOfAColumnThatIsNotThereAddAnEmbedding() {
    sql("CREATE TABLE " + table + " (id INT)");
    sql("INSERT INTO " + table + " VALUES (1)");
    alter(
        "SET TBLPROPERTIES ('dreamdb.field.v.dimension' = '2', 'dreamdb.field.v.metric' = 'cosine')");
    sql("INSERT INTO " + table + " VALUES (2, array(1, 0)), (3, array(0, 1))");
    assertThat(rows("SELECT id, v IS NULL FROM " + table + " ORDER BY id"))
        .containsExactly("[1,true]", "[2,false]", "[3,false]");
    assertThat(rows("SELECT id FROM vector_search('" + table + "', array(1.0, 0.1), 5)"))
        .containsExactly("[2]", "[3]");
    refused("SET TBLPROPERTIES ('dreamdb.field.v.dimension' = '3')", "cannot be changed");
    refused(
        "SET TBLPROPERTIES ('dreamdb.field.w.dimension' = '3', 'a' = 'b')",
        "either columns or properties");
    alter("DROP COLUMN v");
    assertThat(rows("SELECT * FROM " + table + " ORDER BY id"))
        .containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    sql("CREATE TABLE " + table + " (id INT, n INT DEFAULT 3)");
    sql("INSERT INTO " + table + " (id) VALUES (1)");
    assertThat(rows("SELECT * FROM " + table)).containsExactly("[1,3]");
    refused("ADD COLUMN m INT NOT NULL", "give it a default, or let it be nullable");
    refused("ALTER COLUMN n SET DEFAULT 4", "default cannot be changed");
    refused("ADD COLUMN m ARRAY<INT> DEFAULT array(1)", "with a DEFAULT");
    refused("DROP COLUMNS (id, n)", "only field");
    refused("RENAME COLUMN n TO `_n`", "begins with _");
  }
}
