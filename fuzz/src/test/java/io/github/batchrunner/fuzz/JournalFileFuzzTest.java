package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

@OnlyWhereJazzerLoads
class JournalFileFuzzTest {

  /** Any file is read up to a record, or refused. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/journal.dict")
  void aFileIsReadUpToARecordOrRefused(byte[] input) {
    JournalBytes.read(input);
  }
}
