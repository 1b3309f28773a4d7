package io.dreamdb.dataset;

import io.dreamdb.track.Batch;
import java.util.List;

/**
 * Neighbouring anchors at which a side of a merge differs from the base: all batches there, each
 * list in the order of anchors. Batches outside overlap none of them.
 *
 * @param base of the base
 * @param ours of the side that is merged into
 * @param theirs of the side that is merged
 * @param theirsDiffers whether theirs differs from the base here
 */
record Region(List<Batch> base, List<Batch> ours, List<Batch> theirs, boolean theirsDiffers) {}
