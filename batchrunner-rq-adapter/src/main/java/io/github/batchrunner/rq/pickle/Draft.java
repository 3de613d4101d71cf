package io.github.batchrunner.rq.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container while the pickle is being read: it may still get values, and may contain itself.
 *
 * <p>{@link DraftFinisher} makes the final value of it once everything is read.
 */
abstract sealed class Draft {

  /** Where in the pickle it was made. */
  final int position;

  /** The final value, once made. */
  @Nullable Object finished;

  /** Whether the final value is being made at this moment. */
  boolean open;

  /** How many containers stand inside one another here, this one included. */
  int height = 1;

  /** How many values this is if each is counted as often as it is referred to. */
  long unfolded = 1;

  private Draft(int position) {
    this.position = position;
  }

  /** Returns the name of its type. */
  abstract String type();

  /** Makes the final value of it. */
  abstract Object finish(DraftFinisher finisher);

  static final class OfList extends Draft {
    final List<@Nullable Object> items;

    OfList(int position, List<@Nullable Object> items) {
      super(position);
      this.items = items;
    }

    @Override
    String type() {
      return "list";
    }

    @Override
    Object finish(DraftFinisher finisher) {
      return finisher.all(this, items);
    }
  }

  static final class OfTuple extends Draft {
    final List<@Nullable Object> items;

    OfTuple(int position, List<@Nullable Object> items) {
      super(position);
      this.items = items;
    }

    @Override
    String type() {
      return "tuple";
    }

    @Override
    PyTuple finish(DraftFinisher finisher) {
      return new PyTuple(finisher.all(this, items));
    }
  }

  static final class OfSet extends Draft {
    final List<@Nullable Object> items;
    final boolean frozen;

    OfSet(int position, List<@Nullable Object> items, boolean frozen) {
      super(position);
      this.items = items;
      this.frozen = frozen;
    }

    @Override
    String type() {
      return frozen ? "frozenset" : "set";
    }

    @Override
    Object finish(DraftFinisher finisher) {
      return new PySet(finisher.keys(this, items), frozen);
    }
  }

  static final class OfDict extends Draft {
    /** Keys and values in turn. */
    final List<@Nullable Object> entries;

    OfDict(int position, List<@Nullable Object> entries) {
      super(position);
      this.entries = entries;
    }

    @Override
    String type() {
      return "dict";
    }

    @Override
    Map<@Nullable Object, @Nullable Object> finish(DraftFinisher finisher) {
      return finisher.map(this, entries);
    }
  }

  static final class OfObject extends Draft {
    private final Object maker;
    private final OfTuple args;
    private final @Nullable OfDict kwargs;
    @Nullable Object state;
    final List<@Nullable Object> items = new ArrayList<>(0);

    /** Keys and values in turn. */
    final List<@Nullable Object> entries = new ArrayList<>(0);

    OfObject(int position, Object maker, OfTuple args, @Nullable OfDict kwargs) {
      super(position);
      this.maker = maker;
      this.args = args;
      this.kwargs = kwargs;
    }

    @Override
    String type() {
      return maker instanceof PyOpaque opaque ? opaque.describe() : "object";
    }

    @Override
    Object finish(DraftFinisher finisher) {
      Object finalMaker = Objects.requireNonNull(finisher.one(this, maker));
      PyTuple finalArgs = new PyTuple(finisher.all(this, args.items));
      Map<@Nullable Object, @Nullable Object> finalKwargs =
          kwargs == null ? Map.of() : finisher.map(this, kwargs.entries);
      return new PyObject(
          finalMaker,
          finalArgs,
          finalKwargs,
          finisher.one(this, state),
          finisher.all(this, items),
          finisher.map(this, entries));
    }
  }

  /** A reference by an id that may be any value. */
  static final class OfPersistent extends Draft {
    private final @Nullable Object id;

    OfPersistent(int position, @Nullable Object id) {
      super(position);
      this.id = id;
    }

    @Override
    String type() {
      return "persistent id";
    }

    @Override
    Object finish(DraftFinisher finisher) {
      return new PyExternal(PyExternal.Kind.PERSISTENT_ID, finisher.one(this, id));
    }
  }
}
