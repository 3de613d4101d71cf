package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

@OnlyWhereJazzerLoads
class JournalRecordsFuzzTest {

  private static final String FIRST =
      "{\"e\":\"journal\",\"format\":2,\"id\":\"abcdefghij\",\"batch\":\"fuzz\"";
  private static final String[] RECORDS = {
    "{\"e\":\"run\",\"n\":0,\"id\":\"r\"",
    "{\"e\":\"version\",\"n\":0,\"task\":\"t\",\"definition\":\"d\",\"inputs\":[],\"hash\":\"h\"",
    "{\"e\":\"intent\",\"run\":0,\"version\":0,\"feature\":\"0123456789abcdef\",\"attempt\":1",
    "{\"e\":\"end\",\"run\":0,\"version\":0,\"attempt\":1,\"status\":\"SUCCEEDED\",\"began\":1,\"at\":2",
    "{\"e\":\"handle\",\"run\":0,\"version\":0,\"attempt\":1,\"id\":\"x\"",
    "{\"e\":\"start\",\"n\":1,\"at\":1,\"executor\":\"local\",\"pipeline\":\"{}\",\"host\":\"h\",\"pid\":1",
    "{\"e\":\"run\",\"n\":1,\"id\":\"s\",\"feature\":\"0123456789abcdef\",\"tasks\":[[0,3,1,1,1,5,6,0]]",
    "{\"e\":\"finish\",\"at\":1,\"ending\":\"COMPLETED\""
  };

  /** Records with right checksums but arbitrary content are read or refused. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/journal.dict")
  void recordsAreReadOrRefused(FuzzedDataProvider data) {
    JournalBytes journal = new JournalBytes();
    journal.line(FIRST);
    while (data.remainingBytes() > 0 && journal.size() < 1 << 16) {
      String record = data.pickValue(RECORDS);
      switch (data.consumeInt(0, 2)) {
        case 0 -> journal.line(record);
        case 1 ->
            journal.line(
                record.substring(0, data.consumeInt(0, record.length())) + data.consumeString(40));
        default -> journal.line(data.consumeString(80));
      }
    }
    journal.read();
  }
}
