package io.github.batchrunner.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;

@OnlyWhereJazzerLoads
class PipelineFuzzTest {

  /** What is a pipeline is the same one after writing and reading. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/pipeline.dict")
  void aTextIsAPipelineOrRefused(FuzzedDataProvider data) {
    Pipeline pipeline;
    try {
      pipeline = PipelineJson.parse(data.consumeRemainingAsString());
    } catch (InvalidInputException e) {
      return;
    }
    String json = PipelineJson.write(pipeline);
    if (!PipelineJson.write(PipelineJson.parse(json)).equals(json)) {
      throw new IllegalStateException("another pipeline: " + json);
    }
  }
}
