package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The statements of a random history that move, make and delete refs. */
final class RefWalk {

  private final TableWalk walk;
  private final Random random;
  private final ModelRefs refs;
  private final RowWalk rows;

  RefWalk(TableWalk walk, RowWalk rows) {
    this.walk = walk;
    this.random = walk.random;
    this.refs = walk.refs;
    this.rows = rows;
  }

  void createBranch() {
    String branch = List.of("dev", "exp", "aaa").get(random.nextInt(3));
    ModelRefs.Pointed source = refs.pointer();
    walk.say("branch " + branch + " from " + source.text());
    if (refs.hasBranch(branch)) {
      assertThatThrownBy(() -> walk.table().createBranch(branch, source.text()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("already");
      return;
    }
    assertThat(walk.table().createBranch(branch, source.text()).version())
        .isEqualTo(source.line().get(source.line().size() - 1).id());
    refs.put(branch, source.line(), source.expired());
  }

  void createTag() {
    String tag = "t" + random.nextInt(4);
    ModelRefs.Pointed source = refs.pointer();
    walk.say("tag " + tag + " of " + source.text());
    if (refs.hasTag(tag)) {
      assertThatThrownBy(() -> walk.table().createTag(tag, source.text()))
          .isInstanceOf(InvalidInput.class);
      return;
    }
    walk.table().createTag(tag, source.text());
    refs.putTag(tag, source.line());
  }

  void deleteRef() {
    if (random.nextBoolean() && refs.hasTags()) {
      String tag = refs.firstTag();
      walk.say("delete tag " + tag);
      walk.table().deleteRef(RefName.tag(tag));
      refs.removeTag(tag);
      return;
    }
    String branch = refs.branch();
    walk.say("delete branch " + branch);
    if (branch.equals("main")) {
      assertThatThrownBy(() -> walk.table().deleteRef(RefName.MAIN))
          .isInstanceOf(InvalidInput.class);
      return;
    }
    // Who began on the branch that was, cannot commit to the one that is.
    Append late = walk.table().append(new RefName(branch));
    List<WrittenBatch> written = rows.write(late, new ArrayList<>());
    walk.table().deleteRef(new RefName(branch));
    assertThatThrownBy(() -> late.commit(written))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("deleted or recreated");
    refs.remove(branch);
    if (random.nextBoolean()) {
      walk.table().createBranch(branch, "main");
      refs.put(branch, refs.line("main"), refs.expired("main"));
      assertThatThrownBy(() -> late.commit(written))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("deleted or recreated");
    }
  }

  void rollback(String branch) {
    List<ModelVersion> line = refs.line(branch);
    int at = refs.visible(branch);
    ModelVersion target = line.get(at);
    int back = line.size() - 1 - at;
    String pointer = random.nextBoolean() ? branch + "~" + back : target.id().toString();
    walk.say("roll " + branch + " back to " + pointer);
    CommitResult result = walk.table().rollback(new RefName(branch), pointer);
    if (back == 0) {
      assertThat(result.attempts()).isZero();
    } else {
      walk.push(branch, target.committed(walk.table().snapshot(branch), "rollback"));
    }
  }

  void properties(String branch) {
    Map<String, String> changed = new TreeMap<>(refs.head(branch).properties());
    String key = "p" + random.nextInt(3);
    Optional<String> value =
        random.nextBoolean() ? Optional.of("v" + random.nextInt(3)) : Optional.empty();
    walk.say("set " + key + " of " + branch + " to " + value);
    value.ifPresentOrElse(present -> changed.put(key, present), () -> changed.remove(key));
    CommitResult result = walk.table().setProperties(new RefName(branch), Map.of(key, value));
    boolean same = changed.equals(refs.head(branch).properties());
    assertThat(result.attempts()).isEqualTo(same ? 0 : 1);
    if (!same) {
      walk.push(branch, refs.head(branch).with(walk.table().snapshot(branch), changed));
    }
  }
}
