package io.dreamdb.spark;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;

/**
 * Reads the scalar columns of a row batch with Spark's vectorised Parquet reader: fields by id, the
 * default of a column that the batch lacks, narrower types widened. All rows of the batch come, in
 * their order. One thread.
 */
final class RowBatchVectors implements AutoCloseable {

  private final String name;
  private final List<Field> columns;
  private final Set<Integer> missing = new HashSet<>();
  private final VectorizedParquetRecordReader reader;
  private final ColumnarBatch batch;

  /**
   * Opens a row batch.
   *
   * @param columns what to read, at least one
   * @param capacity the most rows of a step
   */
  RowBatchVectors(VerifiedObject object, List<Field> columns, int capacity) {
    this.name = object.name();
    this.columns = columns;
    this.reader =
        new VectorizedParquetRecordReader(
            null, "CORRECTED", "UTC", "CORRECTED", "UTC", false, capacity);
    try {
      initialize(object);
      this.batch = reader.resultBatch();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("cannot open the row batch " + name, e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening the row batch " + name, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void initialize(VerifiedObject object) throws IOException, InterruptedException {
    Configuration configuration = configuration();
    VerifiedInput input = new VerifiedInput(object);
    ParquetMetadata footer = footer(input, configuration);
    columns.stream().map(Field::id).filter(id -> !has(footer, id)).forEach(missing::add);
    // What the file lacks is no failure of the reader, which gives NULL in its place.
    List<Field> asked =
        columns.stream().map(f -> missing.contains(f.id()) ? f.withNullable(true) : f).toList();
    configuration.set(
        ParquetReadSupport.SPARK_ROW_REQUESTED_SCHEMA(), TypeMapping.toSparkById(asked).json());
    Path path = new Path("/" + object.name());
    FileStatus status = new FileStatus(object.lengthBytes(), false, 1, 1, 0, path);
    reader.initialize(
        new FileSplit(path, 0, object.lengthBytes(), new String[0]),
        new TaskAttemptContextImpl(configuration, new TaskAttemptID()),
        Option.apply(HadoopInputFile.fromStatus(status, configuration)),
        Option.apply(input.newStream()),
        Option.apply(footer));
    reader.initBatch(new StructType(), null);
    reader.enableReturningBatches();
  }

  private static boolean has(ParquetMetadata footer, int fieldId) {
    return footer.getFileMetaData().getSchema().getFields().stream()
        .anyMatch(field -> field.getId() != null && field.getId().intValue() == fieldId);
  }

  /** With the configuration that there is: another one would parse Hadoop's defaults each time. */
  private static ParquetMetadata footer(VerifiedInput input, Configuration configuration)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new HadoopParquetConfiguration(configuration)).build();
    try (ParquetFileReader file = ParquetFileReader.open(input, options)) {
      return file.getFooter();
    }
  }

  /** All that the reader looks up, so that no session's settings change what a table holds. */
  private static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.defaultFS", "file:///");
    configuration.set(ParquetInputFormat.READ_SUPPORT_CLASS, ParquetReadSupport.class.getName());
    configuration.setBoolean(SQLConf.PARQUET_FIELD_ID_READ_ENABLED().key(), true);
    configuration.setBoolean(SQLConf.IGNORE_MISSING_PARQUET_FIELD_ID().key(), false);
    configuration.setBoolean(SQLConf.PARQUET_BINARY_AS_STRING().key(), false);
    configuration.setBoolean(SQLConf.PARQUET_INT96_AS_TIMESTAMP().key(), false);
    configuration.setBoolean(SQLConf.CASE_SENSITIVE().key(), true);
    configuration.setBoolean(SQLConf.PARQUET_INFER_TIMESTAMP_NTZ_ENABLED().key(), true);
    configuration.setBoolean(SQLConf.LEGACY_PARQUET_NANOS_AS_LONG().key(), false);
    configuration.setBoolean(SQLConf.NESTED_SCHEMA_PRUNING_ENABLED().key(), true);
    configuration.setBoolean(
        SQLConf.LEGACY_PARQUET_RETURN_NULL_STRUCT_IF_ALL_FIELDS_MISSING().key(), false);
    return configuration;
  }

  /** Goes to the next rows; false behind the last. What came before is overwritten. */
  boolean next() {
    try {
      return reader.nextBatch();
    } catch (IOException e) {
      throw new CorruptObject("row batch " + name + ": " + e.getMessage(), e);
    }
  }

  /** The number of rows of this step. */
  int rows() {
    return batch.numRows();
  }

  /** A column of this step, by its place among those asked for; belongs to the reader. */
  ColumnVector column(int index) {
    Field field = columns.get(index);
    return missing.contains(field.id()) ? ColumnDefault.vector(field, rows()) : batch.column(index);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the row batch " + name, e);
    }
  }
}
