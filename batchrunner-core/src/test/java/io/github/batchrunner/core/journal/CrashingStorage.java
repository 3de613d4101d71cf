package io.github.batchrunner.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A directory on disk that dies at a chosen operation, and knows what a machine that loses its
 * power would find there.
 *
 * <p>The files themselves are what a process leaves behind. Beside them it is remembered what each
 * file held when it was synced last, and which names the directory had when that was.
 */
final class CrashingStorage implements Storage {

  /** The process is gone: nothing it does after this has any effect. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A file, whatever its name is at present. */
  private static final class Inode {
    byte[] synced = new byte[0];
  }

  private final Path directory;
  private final Random random;
  private final int diesAt;
  private final Map<String, Inode> names = new HashMap<>();
  private Map<String, Inode> syncedNames = new HashMap<>();
  private int operations;
  private boolean dead;

  /**
   * Takes a directory as it is, all of it on disk.
   *
   * @param diesAt the number, from 1, of the operation in which it dies; 0 for never
   */
  CrashingStorage(Path directory, Random random, int diesAt) throws IOException {
    this.directory = directory;
    this.random = random;
    this.diesAt = diesAt;
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Inode inode = new Inode();
        inode.synced = Files.readAllBytes(file);
        names.put(name(file), inode);
      }
    }
    syncedNames.putAll(names);
  }

  synchronized int operations() {
    return operations;
  }

  synchronized boolean dead() {
    return dead;
  }

  /** Ends the process without any operation of its own. */
  synchronized void kill() {
    dead = true;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Returns whether it dies in this operation, which may have been done or not. */
  private boolean diesNow() {
    if (dead) {
      throw new Died();
    }
    dead = ++operations == diesAt;
    return dead;
  }

  private void dieBeforeOrAfter(boolean dies, Operation operation) throws IOException {
    if (!dies || random.nextBoolean()) {
      operation.run();
    }
    if (dies) {
      throw new Died();
    }
  }

  private interface Operation {
    void run() throws IOException;
  }

  @Override
  public synchronized Output append(Path file, long length) throws IOException {
    dieBeforeOrAfter(
        diesNow(),
        () -> {
          names.computeIfAbsent(name(file), name -> new Inode());
          new Disk().append(file, length).close();
        });
    return new File(file, names.get(name(file)));
  }

  @Override
  public synchronized Output create(Path file) throws IOException {
    dieBeforeOrAfter(
        diesNow(),
        () -> {
          names.computeIfAbsent(name(file), name -> new Inode());
          new Disk().create(file).close();
        });
    return new File(file, names.get(name(file)));
  }

  @Override
  public synchronized void replace(Path file, Path replaced) throws IOException {
    dieBeforeOrAfter(
        diesNow(),
        () -> {
          Files.move(file, replaced, StandardCopyOption.ATOMIC_MOVE);
          names.put(name(replaced), names.remove(name(file)));
        });
  }

  @Override
  public synchronized void syncDirectory(Path synced) throws IOException {
    dieBeforeOrAfter(diesNow(), () -> syncedNames = new HashMap<>(names));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    dieBeforeOrAfter(
        diesNow(),
        () -> {
          Files.deleteIfExists(file);
          names.remove(name(file));
        });
  }

  private final class File implements Output {
    private final Path file;
    private final Inode inode;

    File(Path file, Inode inode) {
      this.file = file;
      this.inode = inode;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (CrashingStorage.this) {
        boolean dies = diesNow();
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        int length = dies ? random.nextInt(all.length + 1) : all.length;
        Files.write(file, Arrays.copyOf(all, length), StandardOpenOption.APPEND);
        if (dies) {
          throw new Died();
        }
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (CrashingStorage.this) {
        dieBeforeOrAfter(diesNow(), () -> inode.synced = Files.readAllBytes(file));
      }
    }

    @Override
    public void close() {
      // no matter: the system closes what a dead process had open
    }
  }

  /**
   * Makes the directory what is found when the machine is on again: what was synced is there, of
   * what was written later a part, with zeros in the place of what is lost; of the changes of names
   * since the last sync some have reached the disk.
   */
  synchronized void losePower() throws IOException {
    Map<Inode, byte[]> contents = new HashMap<>();
    for (Map.Entry<String, Inode> entry : names.entrySet()) {
      byte[] written = Files.readAllBytes(directory.resolve(entry.getKey()));
      contents.put(entry.getValue(), afterPowerCut(entry.getValue().synced, written));
    }
    Map<String, Inode> found = new TreeMap<>(random.nextBoolean() ? names : syncedNames);
    for (String name : names.keySet()) {
      Files.delete(directory.resolve(name));
    }
    for (Map.Entry<String, Inode> entry : found.entrySet()) {
      byte[] bytes = contents.getOrDefault(entry.getValue(), entry.getValue().synced);
      Files.write(directory.resolve(entry.getKey()), bytes);
    }
  }

  private byte[] afterPowerCut(byte[] synced, byte[] written) {
    if (written.length < synced.length) {
      return random.nextBoolean() ? synced : written; // it was cut, and that may not have been kept
    }
    int length = synced.length + random.nextInt(written.length - synced.length + 1);
    byte[] left = Arrays.copyOf(written, length);
    if (length > synced.length && random.nextBoolean()) {
      Arrays.fill(left, synced.length + random.nextInt(length - synced.length), length, (byte) 0);
    }
    return left;
  }
}
