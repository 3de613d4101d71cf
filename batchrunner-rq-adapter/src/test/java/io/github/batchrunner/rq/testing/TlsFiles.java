package io.github.batchrunner.rq.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate and its key, made by the JDK's keytool, as the PEM files that
 * redis-server wants.
 *
 * @param host the name it is for
 */
record TlsFiles(String host) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  void write(Path directory) throws IOException {
    Path store = directory.resolve("tls.p12");
    keytool(store);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD);
      Files.writeString(
          key(directory), text("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
      Files.writeString(
          pem(directory), text("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path pem(Path directory) {
    return directory.resolve("tls.crt");
  }

  List<String> serverArguments(Path directory, int port) {
    return List.of(
        "--tls-port",
        Integer.toString(port),
        "--tls-auth-clients",
        "no",
        "--tls-cert-file",
        pem(directory).toString(),
        "--tls-key-file",
        key(directory).toString(),
        "--tls-ca-cert-file",
        pem(directory).toString());
  }

  private void keytool(Path store) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path key(Path directory) {
    return directory.resolve("tls.key");
  }

  private static String text(String kind, byte[] der) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + kind
        + "-----\n"
        + encoder.encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
