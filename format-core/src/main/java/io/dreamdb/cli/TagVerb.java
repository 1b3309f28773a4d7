package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Makes or deletes a tag. */
@Command(name = "tag", description = "Gives a version a name that stays, or deletes such a name.")
final class TagVerb extends RefVerb {

  @Override
  String what() {
    return "tag";
  }

  @Override
  CommitResult create(Dataset table, String refName, String pointer) {
    return table.createTag(refName, pointer);
  }

  @Override
  CommitResult delete(Dataset table, String refName) {
    return table.deleteRef(RefName.tag(refName));
  }
}
