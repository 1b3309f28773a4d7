package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.InvalidInput;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The statements of a random history that bring versions of one branch into another. */
final class MergeWalk {

  /** Refusals that the plain model, which knows no layout and no expiry, does not foresee. */
  private static final List<String> OF_LAYOUT =
      List.of(
          "compaction on both sides",
          "dropped by a compaction",
          "are not the same: one side compacted",
          "got vectors of");

  private static final String EXPIRED = "expired";
  private static final String CROSSED = "each side was merged into the other";

  private final TableWalk walk;
  private final Random random;
  private final ModelRefs refs;
  private final ModelGraph graph;
  private final VersionCheck versions;

  MergeWalk(TableWalk walk) {
    this.walk = walk;
    this.random = walk.random;
    this.refs = walk.refs;
    this.graph = walk.graph;
    this.versions = walk.versions;
  }

  void merge(String branch, String source) {
    MergeStrategy strategy =
        List.of(MergeStrategy.REFUSE, MergeStrategy.OURS, MergeStrategy.THEIRS)
            .get(random.nextInt(3));
    walk.say("merge " + source + " into " + branch + " by " + strategy);
    ModelVersion ours = refs.head(branch);
    ModelVersion theirs = refs.head(source);
    Set<ObjectId> bases = graph.best(ours, theirs);
    Merge merge = walk.table().merge(new RefName(branch)).from(source).strategy(strategy);
    Outcome outcome = run(merge::commit);
    if (bases.contains(theirs.id())) {
      assertThat(outcome.result).isPresent();
      assertThat(outcome.result.get().attempts()).isZero();
      return;
    }
    if (bases.size() > 1) {
      // Which of them is taken is the library's choice; what it gives is only read.
      crossed(branch, strategy, theirs, outcome);
      return;
    }
    ModelMerge model =
        new ModelMerge(graph, graph.version(bases.iterator().next()), ours, theirs, strategy);
    if (refused(outcome, model.conflicts() && strategy == MergeStrategy.REFUSE)) {
      return;
    }
    push(branch, model, List.of(theirs));
  }

  private void crossed(
      String branch, MergeStrategy strategy, ModelVersion theirs, Outcome outcome) {
    if (outcome.result.isEmpty()) {
      assertThat(outcome.message)
          .matches(text ->
              strategy == MergeStrategy.REFUSE && text.contains(CROSSED)
                  || mayHappen(text)
                  || text.contains("choose the strategy"));
      return;
    }
    Snapshot now = walk.table().snapshot(branch);
    List<List<Long>> layout = versions.layout(now);
    ModelVersion read =
        new ModelVersion(
            now.version(),
            now.timeNanos(),
            now.summary().operation(),
            now.summary().rowsAdded(),
            now.summary().rowsDeleted(),
            layout,
            versions.live(now),
            now.properties());
    walk.push(branch, read, List.of(theirs));
    walk.moved(branch, refs.line(branch));
  }

  void fastForward(String branch, String source) {
    walk.say("fast-forward " + branch + " to " + source);
    ModelVersion theirs = refs.head(source);
    ModelVersion ours = refs.head(branch);
    Outcome outcome = run(() -> walk.table().fastForward(new RefName(branch), source));
    boolean leads = graph.isAncestor(ours, theirs);
    boolean has = graph.isAncestor(theirs, ours);
    if (outcome.result.isEmpty()) {
      assertThat(!leads && !has || mayHappen(outcome.message)).as(outcome.message).isTrue();
      return;
    }
    assertThat(leads || has).isTrue();
    assertThat(outcome.result.get().attempts() > 0).isEqualTo(leads && !has);
    if (!has) {
      walk.moved(branch, refs.line(source));
      versions.check(walk.table().snapshot(branch), theirs);
    }
  }

  void cherryPick(String branch, ModelRefs.Pointed source) {
    walk.say("cherry-pick " + source.text() + " to " + branch);
    List<ModelVersion> line = source.line();
    Outcome outcome = run(() -> walk.table().cherryPick(new RefName(branch), source.text()));
    if (line.size() == 1) {
      assertThat(outcome.message).contains("first version");
      return;
    }
    pick(branch, line.get(line.size() - 2), line.get(line.size() - 1), outcome);
  }

  void revert(String branch) {
    List<ModelVersion> line = refs.line(branch);
    int at = refs.visible(branch);
    walk.say("revert " + line.get(at).id() + " on " + branch);
    Outcome outcome =
        run(() -> walk.table().revert(new RefName(branch), line.get(at).id().toString()));
    if (at == 0) {
      assertThat(outcome.message).contains("first version");
      return;
    }
    pick(branch, line.get(at), line.get(at - 1), outcome);
  }

  private void pick(String branch, ModelVersion base, ModelVersion theirs, Outcome outcome) {
    ModelVersion ours = refs.head(branch);
    ModelMerge model = new ModelMerge(graph, base, ours, theirs, MergeStrategy.REFUSE);
    if (refused(outcome, model.conflicts())) {
      return;
    }
    if (outcome.result.orElseThrow().attempts() == 0) {
      assertThat(model.live()).isEqualTo(ours.live());
      assertThat(model.properties()).isEqualTo(ours.properties());
      return;
    }
    push(branch, model, List.of());
  }

  private void push(String branch, ModelMerge model, List<ModelVersion> merged) {
    Snapshot now = walk.table().snapshot(branch);
    walk.push(branch, model.merged(now, versions.layout(now)), merged);
    graph.addUpdates(refs.head(branch), model.updates());
    walk.moved(branch, refs.line(branch));
  }

  /** Whether it was refused, which it must be where the model has a conflict. */
  private boolean refused(Outcome outcome, boolean conflict) {
    if (outcome.result.isPresent()) {
      assertThat(conflict).as("a merge that should be refused").isFalse();
      return false;
    }
    assertThat(conflict || mayHappen(outcome.message)).as(outcome.message).isTrue();
    return true;
  }

  private boolean mayHappen(String message) {
    return message.contains(EXPIRED)
        || OF_LAYOUT.stream().anyMatch(message::contains)
        || walk.expires() && message.contains(CROSSED);
  }

  private record Outcome(Optional<CommitResult> result, String message) {}

  private Outcome run(Supplier<@Nullable CommitResult> statement) {
    try {
      return new Outcome(Optional.ofNullable(statement.get()), "");
    } catch (InvalidInput refused) {
      return new Outcome(Optional.empty(), refused.getMessage());
    }
  }
}
