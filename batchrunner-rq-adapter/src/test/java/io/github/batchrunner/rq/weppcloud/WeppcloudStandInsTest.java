package io.github.batchrunner.rq.weppcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.pickle.PyTuple;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.PreparedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stand-ins for WEPPcloud's functions are as strict as tests need them. */
@ExtendWith(RedisExtension.class)
class WeppcloudStandInsTest {

  private static final String PROJECT = "wepppy.rq.project_rq.";

  @Test
  void theyDoTheirTaskOnlyForARunThatIsPreparedWell(RedisFixture redis, @TempDir Path temp)
      throws IOException {
    Path root = temp.toRealPath();
    WeppcloudFiles files = WeppcloudFiles.write(root, "demo", List.of("OR,WA-1")).announce(redis);
    Path wd = Files.createDirectories(files.run("OR,WA-1"));
    Path base = files.batch().resolve("_base");
    String ron = Files.readString(base.resolve("ron.nodb"));
    String id = "batch;;demo;;OR,WA-1";
    redis.command("SADD", "test:wepppy:fail:run_wepp_watershed", "OR,WA-1");

    try (Rq rq = Rq.connect(RqConfig.of(redis.uri()));
        NoDbRedis nodb = NoDbRedis.open(RqConfig.of(redis.uri()))) {
      Files.writeString(wd.resolve("ron.nodb"), ron);
      assertThat(run(redis, rq, PROJECT + "fetch_dem_rq", id)).isEqualTo(JobStatus.FAILED);

      Files.writeString(wd.resolve("ron.nodb"), ron.replace(base.toString(), wd.toString()));
      redis.command("SET", "nodb-lock:" + id + ":ron.nodb", "held by the dead");
      assertThat(run(redis, rq, PROJECT + "fetch_dem_rq", id)).isEqualTo(JobStatus.FAILED);
      nodb.afterClone(new PreparedRun("demo", "OR,WA-1", wd, base, true));
      assertThat(run(redis, rq, PROJECT + "build_channels_rq", id)).isEqualTo(JobStatus.FAILED);

      for (String step :
          List.of(
              "fetch_dem_rq",
              "build_channels_rq",
              "set_outlet_rq",
              "build_subcatchments_rq",
              "abstract_watershed_rq",
              "build_landuse_rq",
              "build_soils_rq",
              "build_climate_rq")) {
        assertThat(run(redis, rq, PROJECT + step, id)).as(step).isEqualTo(JobStatus.FINISHED);
      }
      assertThat(run(redis, rq, "wepppy.rq.wepp_rq.run_wepp_rq", id)).isEqualTo(JobStatus.FINISHED);
      String swallowed = enqueue(redis, rq, "wepppy.rq.wepp_rq.run_watershed_rq", id);
      assertThat(rq.latestResult(swallowed).orElseThrow().returnValue())
          .isInstanceOfSatisfying(
              PyTuple.class, value -> assertThat(value.get(0)).isEqualTo(false));
      assertThat(Files.readString(wd.resolve("run_metadata.json"))).contains("\"failed\"");
      assertThat(Files.readString(wd.resolve("redisprep.dump"))).contains("timestamps:build_soils");
      for (String other : List.of("batch;;demo;;..", "batch;;demo", "OR,WA-1", "batch;;demo;;no")) {
        assertThat(run(redis, rq, PROJECT + "fetch_dem_rq", other)).isEqualTo(JobStatus.FAILED);
      }
    }
  }

  private static JobStatus run(RedisFixture redis, Rq rq, String function, String runId) {
    return rq.job(enqueue(redis, rq, function, runId)).orElseThrow().status();
  }

  private static String enqueue(RedisFixture redis, Rq rq, String function, String runId) {
    String id = rq.queue("batch").enqueue(Call.of(function, runId));
    PythonRq.v1().worker(redis, "batch").simple().runBurst();
    return id;
  }
}
