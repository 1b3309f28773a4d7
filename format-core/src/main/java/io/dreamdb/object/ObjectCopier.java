package io.dreamdb.object;

/** Makes copies of objects under other births, for what refers to them to be written anew. */
@FunctionalInterface
public interface ObjectCopier {

  /** Where the copy of an object stands; the object itself if it need not be copied. */
  ObjectRef copy(ObjectFamily family, ObjectRef ref);
}
