package dev.heddle.fetch.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Whom the fetcher trusts, and how it asks servers who they are (RFC 8446, RFC 9525). */
public final class Tls {
  private final Supplier<SSLContext> context;

  private Tls(Supplier<SSLContext> context) {
    this.context = context;
  }

  /** Trusts whom the JDK trusts. That is read when it is first needed: it takes a tenth second. */
  public static Tls ofTheJdk() {
    return new Tls(Tls::defaultContext);
  }

  /**
   * Trusts the authorities in a PEM file and nobody else, as {@code curl --cacert} does.
   *
   * @throws IOException if the file can't be read, or holds no certificate
   */
  public static Tls trusting(Path pem) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(pem)) {
        trusted.setCertificateEntry("authority " + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new Tls(() -> context);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot trust the certificates in " + pem + ": " + e.getMessage(), e);
    }
  }

  /** Speaks TLS on {@code socket} as a client and has the server prove that it is {@code host}. */
  SSLSocket secure(Socket socket, String host) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context
                .get()
                .getSocketFactory()
                .createSocket(socket, host, socket.getPort(), /* autoClose= */ true);
    SSLParameters parameters = secure.getSSLParameters();
    // Without it Java checks the chain, and takes any host's certificate for any other's.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault(); // made once, by the JDK
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path pem) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException(pem + " holds no certificate: it should be a PEM file");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(pem + " is not a PEM file of certificates", e);
    }
  }
}
