using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>Repositories over HTTP as they are served in earnest: nginx, fcgiwrap and <c>git http-backend</c>, on a free loopback port.
/// Needs the packages nginx-light, fcgiwrap and git.</summary>
public sealed class GitWebServer : IDisposable
{
    private const string Missing = " was not found: these tests need the packages nginx-light, fcgiwrap and git.";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _processes = [];
    private readonly StringBuilder _log = new();

    private GitWebServer(GitWebServerOptions options) => IsSecure = options.IsSecure;

    public int Port { get; private set; }

    public bool IsSecure { get; }

    /// <summary>Where the repositories lie; their paths below it are their paths in URLs.</summary>
    public string RepositoryRoot => _directory["repositories"];

    /// <summary>The certificate in PEM form, where the server is secure.</summary>
    public string CertificateFile => _directory["certificate.pem"];

    /// <summary>What nginx and fcgiwrap printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <exception cref="InvalidOperationException">A program is missing or did not start; the message says which.</exception>
    public static GitWebServer Start(GitWebServerOptions? options = null)
    {
        options ??= new GitWebServerOptions();
        var server = new GitWebServer(options);
        try
        {
            server.Launch(options);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty bare repository that this server serves.</summary>
    public TestRepository CreateRepository(string name, string defaultBranch = "main") =>
        TestRepository.CreateBare(Path.Combine(RepositoryRoot, name), defaultBranch);

    /// <summary>The URL of a repository, by its path below <see cref="RepositoryRoot"/>.</summary>
    /// <param name="port">Another port than the server's own: a proxy's.</param>
    public string UrlOf(string name, int? port = null) =>
        IsSecure ? $"https://localhost:{port ?? Port}/{name}" : $"http://127.0.0.1:{port ?? Port}/{name}";

    /// <summary>Shows another certificate from now on, while it runs.</summary>
    public void Replace(IssuedCertificate certificate)
    {
        WriteCertificate(certificate);
        var master = File.ReadAllText(_directory["nginx.pid"]).Trim();
        var children = $"/proc/{master}/task/{master}/children";
        var before = File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var reload = Process.Start("/bin/sh", ["-c", $"kill -s HUP {master}"]);
        reload.WaitForExit();

        // Until they are gone, workers with the other certificate take connections too.
        if (!SpinWait.SpinUntil(() => !File.ReadAllText(children).Split(' ').Intersect(before).Any(), StartTime))
        {
            throw new InvalidOperationException($"nginx did not take the certificate: {Log}");
        }
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            try
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // It ended by itself.
            }

            process.Dispose();
        }

        _directory.Dispose();
    }

    private void Launch(GitWebServerOptions options)
    {
        Directory.CreateDirectory(RepositoryRoot);
        var socket = _directory["fcgi.sock"];
        var wrapper = StartProcess("fcgiwrap", "-f", "-c", $"{options.Workers}", "-s", "unix:" + socket);
        if (options.IsSecure)
        {
            WriteCertificate(options.Certificate);
            if (options.ClientAuthority is { } authority)
            {
                File.WriteAllText(_directory["clients.pem"], authority);
            }
        }

        Port = LoopbackPort.Free();
        File.WriteAllText(_directory["nginx.conf"], Configuration(options, socket));
        var nginx = StartProcess("nginx", "-p", _directory.Path, "-c", _directory["nginx.conf"], "-e", "stderr");
        WaitFor(wrapper, () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(socket));
        WaitFor(nginx, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Loopback, Port));
    }

    private string Configuration(GitWebServerOptions options, string socket)
    {
        var server = new StringBuilder(options.ExtraConfiguration);
        if (options.Basic is { } basic)
        {
            var hash = Convert.ToBase64String(Sha1(basic.Password));
            File.WriteAllText(_directory["htpasswd"], $"{basic.User}:{{SHA}}{hash}\n");
            server.Append("\nauth_basic \"Git\"; auth_basic_user_file ").Append(_directory["htpasswd"]).Append(';');
        }

        if (options.BearerToken is { } token)
        {
            server.Append("\nif ($http_authorization != \"Bearer ").Append(token).Append("\") { return 401; }");
        }

        var listen = options.IsSecure
            ? $"listen 127.0.0.1:{Port} ssl; ssl_certificate {CertificateFile}; ssl_certificate_key {_directory["key.pem"]};"
                + (options.ClientAuthority is null ? "" : $" ssl_verify_client on; ssl_verify_depth 3; ssl_client_certificate {_directory["clients.pem"]};")
            : $"listen 127.0.0.1:{Port};";
        return $$"""
            daemon off;
            worker_processes 1;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{_directory["nginx.pid"]}};
            error_log stderr warn;
            events { worker_connections 256; }
            http {
              log_format seen '$request, from "$http_referer", by "$http_user_agent", with "$http_cookie"';
              access_log /dev/stderr seen;
              client_body_temp_path {{_directory["body"]}};
              fastcgi_temp_path {{_directory["fastcgi"]}};
              proxy_temp_path {{_directory["proxy"]}};
              uwsgi_temp_path {{_directory["uwsgi"]}};
              scgi_temp_path {{_directory["scgi"]}};
              client_max_body_size 0;
              server {
                {{listen}}
                {{server}}
                location / {
                  fastcgi_pass unix:{{socket}};
                  fastcgi_param SCRIPT_FILENAME {{GitCommand.Run(_directory.Path, "--exec-path")}}/git-http-backend;
                  fastcgi_param GIT_PROJECT_ROOT {{RepositoryRoot}};
                  fastcgi_param GIT_HTTP_EXPORT_ALL 1;
                  fastcgi_param GIT_CONFIG_GLOBAL /dev/null;
                  fastcgi_param GIT_PROTOCOL {{(options.SpeaksProtocolV2 ? "$http_git_protocol" : "\"\"")}};
                  {{(options.SpeaksProtocolV2 ? "" : "fastcgi_param HTTP_GIT_PROTOCOL \"\";")}}
                  fastcgi_param PATH_INFO $uri;
                  fastcgi_param QUERY_STRING $query_string;
                  fastcgi_param REQUEST_METHOD $request_method;
                  fastcgi_param CONTENT_TYPE $content_type;
                  fastcgi_param CONTENT_LENGTH $content_length;
                  fastcgi_param REMOTE_USER $remote_user;
                  fastcgi_param REMOTE_ADDR $remote_addr;
                  fastcgi_param PATH "{{Environment.GetEnvironmentVariable("PATH")}}";
                  fastcgi_param HOME {{_directory.Path}};
                  fastcgi_buffering off;
                  fastcgi_request_buffering off;
                  fastcgi_read_timeout 600;
                }
              }
            }

            """;
    }

    private Process StartProcess(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Locate(program), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException(program + Missing);
        _processes.Add(process);
        process.ErrorDataReceived += Collect;
        process.OutputDataReceived += Collect;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        Evidence.Keep("nginx", line.Data);
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }

    private static string Locate(string program)
    {
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin"))
        {
            if (File.Exists(Path.Combine(directory, program)))
            {
                return Path.Combine(directory, program);
            }
        }

        throw new InvalidOperationException(program + Missing);
    }

    private void WaitFor(Process process, Func<Socket> create, EndPoint endPoint)
    {
        var isUp = SpinWait.SpinUntil(
            () =>
            {
                using var socket = create();
                try
                {
                    socket.Connect(endPoint);
                    return true;
                }
                catch (SocketException)
                {
                    return process.HasExited;
                }
            },
            StartTime);
        if (!isUp || process.HasExited)
        {
            throw new InvalidOperationException($"{Path.GetFileName(process.StartInfo.FileName)} did not start: {Log}");
        }
    }

    private void WriteCertificate(IssuedCertificate? given)
    {
        var own = given is null ? LoopbackCertificate.Create() : null;
        File.WriteAllText(CertificateFile, given?.CertificatePem ?? own!.CertificatePem);
        File.WriteAllText(_directory["key.pem"], given?.KeyPem ?? own!.KeyPem);
    }

#pragma warning disable CA5350 // the only form that nginx, htpasswd and .NET all have built in
    private static byte[] Sha1(string password) => SHA1.HashData(Encoding.UTF8.GetBytes(password));
#pragma warning restore CA5350
}
