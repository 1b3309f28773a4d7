package io.dreamdb.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The corpus that every JDK brings: its public types, with a vector for each. */
final class JdkApi implements Source {

  private static final int DIMENSION = 256;
  private static final String START = "java.util.concurrent.ConcurrentHashMap";

  @Override
  public String title() {
    return "Read the API of JDK " + Runtime.version().feature();
  }

  @Override
  public Subject read(SparkSide spark, Console console) {
    List<ApiType> types = types(console);
    HashedTerms.Corpus corpus = new HashedTerms.Corpus();
    types.forEach(type -> corpus.add(type.qualifiedName(), doc(type)));
    HashedTerms model = corpus.model(DIMENSION);
    Map<String, Long> kinds =
        types.stream()
            .collect(Collectors.groupingBy(ApiType::kind, TreeMap::new, Collectors.counting()));
    console.line(types.size() + " public types " + kinds + ", " + model.terms() + " terms");
    register(spark, types, model);
    console.line(
        "embed(type, doc) stands for your model: " + DIMENSION + " numbers, hashed TF-IDF terms");
    return subject();
  }

  private static String doc(ApiType type) {
    String doc = type.doc();
    return doc == null ? "" : doc;
  }

  private static List<ApiType> types(Console console) {
    ExportedPackages exported = ExportedPackages.ofThisJdk();
    Optional<Path> sources = JdkSources.ofThisJdk();
    try {
      if (sources.isPresent()) {
        console.line("from " + sources.get());
        return new JdkSources(sources.get(), exported).types();
      }
      console.line("from the runtime image, without doc texts: this JDK has no lib/src.zip");
      return new RuntimeImage(exported).types();
    } catch (IOException e) {
      throw QuickstartFailure.failed("the API of this JDK could not be read: " + e, e);
    }
  }

  private static void register(SparkSide spark, List<ApiType> types, HashedTerms model) {
    StructType schema =
        new StructType()
            .add("module", DataTypes.StringType, false)
            .add("package", DataTypes.StringType, false)
            .add("type", DataTypes.StringType, false)
            .add("kind", DataTypes.StringType, false)
            .add("since", DataTypes.StringType)
            .add("doc", DataTypes.StringType)
            .add("source_lines", DataTypes.IntegerType);
    List<Row> rows = types.stream().map(JdkApi::row).toList();
    JavaSparkContext context = new JavaSparkContext(spark.session().sparkContext());
    spark
        .session()
        .createDataFrame(context.parallelize(rows, 2), schema)
        .createOrReplaceTempView("corpus");
    spark
        .session()
        .udf()
        .register("embed", new Embed(model), DataTypes.createArrayType(DataTypes.FloatType, false));
  }

  private static Row row(ApiType type) {
    return RowFactory.create(
        type.module(),
        type.packageName(),
        type.qualifiedName(),
        type.kind(),
        type.since(),
        type.doc(),
        type.sourceLines());
  }

  private static Subject subject() {
    return new Subject(
        "jdk.types",
        List.of(
            "module STRING",
            "package STRING",
            "type STRING",
            "kind STRING",
            "since STRING",
            "doc STRING",
            "source_lines INT",
            "embedding ARRAY<FLOAT>"),
        "embedding",
        DIMENSION,
        Optional.of(HashedTerms.NAME),
        "SELECT module, package, type, kind, since, doc, source_lines, embed(type, doc) FROM corpus",
        Optional.of("type = '" + START + "'"),
        List.of("type", "kind", "since"),
        Optional.of(new Subject.Key("type", true)),
        Optional.of(new Subject.Filter("kind", "interface")));
  }
}
