package io.github.batchrunner.sample.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.Client;
import io.github.batchrunner.sample.web.Service;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Large batches and many who look. */
@Timeout(240)
class ManyRunsTest {

  @TempDir Path data;

  @Test
  void tenThousandRunsAreShown() throws Exception {
    TestBatch.squares(data, 10_000);
    try (Service service = Service.start(data)) {
      Client viewer = service.viewer();
      JsonNode runs = viewer.get(TestBatch.API + "/runs").json();
      assertThat(runs.get("ids")).hasSize(10_000);
      assertThat(runs.get("states").get(9_999).asString()).isEqualTo("wwwwwww");
      assertThat(viewer.get(TestBatch.API + "/status").json().at("/tasks/total").asInt())
          .isEqualTo(70_000);
    }
  }

  @Test
  void hundredsWhoWatchAndSomeWhoDoNotReadHoldNobodyUp() throws Exception {
    TestBatch.squares(data, 300);
    String pipeline =
        TestBatch.pipeline(
            data,
            "{\"id\": \"quick\", \"tasks\": [{\"id\": \"only\", \"work\": {\"command\": [\"/bin/true\"]}}]}");
    try (Service service = Service.start(data, pipeline)) {
      Client admin = service.admin();
      List<Socket> deaf = new ArrayList<>();
      List<Events> many = new ArrayList<>();
      try {
        for (int each = 0; each < 20; each++) {
          deaf.add(deaf(service.baseUri(), admin.cookies()));
        }
        for (int each = 0; each < 200; each++) {
          many.add(Events.of(admin, TestBatch.NAME));
        }
        assertThat(admin.post(TestBatch.API + "/executions", "{}").status()).isEqualTo(202);
        for (Events events : many) {
          assertThat(events.untilEnded(admin, 1).data().at("/runs/succeeded").asInt())
              .isEqualTo(300);
        }
        assertThat(admin.get(TestBatch.API + "/status").status()).isEqualTo(200);
      } finally {
        for (Events events : many) {
          events.close();
        }
        for (Socket socket : deaf) {
          socket.close();
        }
      }
    }
  }

  /** Returns somebody who asks for events and reads none. */
  private static Socket deaf(URI service, Map<String, String> cookies) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
    String cookie =
        cookies.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    socket
        .getOutputStream()
        .write(
            ("GET "
                    + TestBatch.API
                    + "/events HTTP/1.1\r\nHost: "
                    + service.getAuthority()
                    + "\r\nCookie: "
                    + cookie
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    byte[] head = in.readNBytes(12);
    assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    return socket;
  }
}
