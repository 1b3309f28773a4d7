package io.dreamdb.trino;

import io.airlift.slice.Slices;
import io.dreamdb.track.VectorStorage;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.VarcharType;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Some rows of a batch, whose columns are made when they are asked for. */
final class BatchPage implements SourcePage {

  private final BatchPageSource.Columns columns;
  private final @Nullable SourcePage decoded;
  private final @Nullable Block[] blocks;
  private int[] rows;

  /**
   * Takes the array over.
   *
   * @param rows offsets in the batch, ascending
   * @param decoded the same rows of the file, if columns of it are wanted
   */
  BatchPage(BatchPageSource.Columns columns, int[] rows, @Nullable SourcePage decoded) {
    this.columns = columns;
    this.rows = rows;
    this.decoded = decoded;
    this.blocks = new Block[columns.columns().size()];
  }

  @Override
  public int getPositionCount() {
    return rows.length;
  }

  @Override
  public int getChannelCount() {
    return blocks.length;
  }

  @Override
  public Block getBlock(int channel) {
    Block block = blocks[channel];
    if (block == null) {
      block = Translated.call(() -> make(channel));
      blocks[channel] = block;
    }
    return block;
  }

  private Block make(int channel) {
    DreamColumn column = columns.columns().get(channel);
    return switch (column.kind()) {
      case ANCHOR -> anchors();
      case MANIFEST -> repeated(columns.task().version());
      case BATCH -> repeated(columns.task().batchName());
      case SCORE ->
          VectorBlocks.scores(
              columns.vectors().get(column.fieldId()), rows, Score.parse(column.score()));
      case DISTANCE -> throw new IllegalStateException("a distance without a search");
      case FIELD -> field(channel, column);
    };
  }

  private Block field(int channel, DreamColumn column) {
    int place = columns.places()[channel];
    if (place >= 0) {
      return Objects.requireNonNull(columns.file()).block(Objects.requireNonNull(decoded), place);
    }
    VectorStorage storage = columns.vectors().get(column.fieldId());
    return storage == null
        ? RunLengthEncodedBlock.create(missing(column), rows.length)
        : VectorBlocks.vectors(storage, rows);
  }

  private Block missing(DreamColumn column) {
    Block missing = columns.missing().get(column.fieldId());
    return missing == null ? column.type().createNullBlock() : missing;
  }

  private Block anchors() {
    long[] anchors = new long[rows.length];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = columns.anchors().anchor(rows[i]);
    }
    return new LongArrayBlock(anchors.length, Optional.empty(), anchors);
  }

  private Block repeated(String text) {
    return RunLengthEncodedBlock.create(VarcharType.VARCHAR, Slices.utf8Slice(text), rows.length);
  }

  @Override
  public Page getPage() {
    Block[] all = new Block[blocks.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = getBlock(i);
    }
    return new Page(rows.length, all);
  }

  @Override
  public void selectPositions(int[] positions, int offset, int size) {
    int[] selected = new int[size];
    for (int i = 0; i < size; i++) {
      selected[i] = rows[positions[offset + i]];
    }
    rows = selected;
    if (decoded != null) {
      decoded.selectPositions(positions, offset, size);
    }
    for (int i = 0; i < blocks.length; i++) {
      Block block = blocks[i];
      if (block != null) {
        blocks[i] = block.getPositions(positions, offset, size);
      }
    }
  }

  @Override
  public long getSizeInBytes() {
    long size = 0;
    for (Block block : blocks) {
      size += block == null ? 0 : block.getSizeInBytes();
    }
    return size;
  }

  @Override
  public long getRetainedSizeInBytes() {
    long size = rows.length * (long) Integer.BYTES;
    for (Block block : blocks) {
      size += block == null ? 0 : block.getRetainedSizeInBytes();
    }
    return size;
  }

  @Override
  public void retainedBytesForEachPart(ObjLongConsumer<Object> consumer) {
    for (Block block : blocks) {
      if (block != null) {
        block.retainedBytesForEachPart(consumer);
      }
    }
  }
}
