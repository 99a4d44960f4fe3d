using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FastDataOperator.Benchmarks.Inputs;

namespace FastDataOperator.Benchmarks.Servers;

/// <summary><c>git http-backend</c> behind nginx and fcgiwrap on the loopback interface, as in production but for TLS.</summary>
internal sealed class GitServer : IAsyncDisposable
{
    private readonly Process _nginx;
    private readonly Process _fcgiwrap;

    private GitServer(Process nginx, Process fcgiwrap, int port)
    {
        _nginx = nginx;
        _fcgiwrap = fcgiwrap;
        Port = port;
    }

    private int Port { get; }

    public string Url(string repository) => $"http://127.0.0.1:{Port}/{repository}";

    public static async Task<GitServer> StartAsync(Scratch scratch, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(scratch.Root, "server")).FullName;
        var socket = Path.Combine(directory, "fcgiwrap.socket");
        var fcgiwrap = Start("fcgiwrap", ["-c", "16", "-s", $"unix:{socket}"]);
        var port = FreePort();
        var configuration = Path.Combine(directory, "nginx.conf");
        var backend = (await GitCommand.ReadAsync(["--exec-path"], cancellationToken)).AsSpan().TrimEnd("\n"u8);
        await File.WriteAllTextAsync(configuration, NginxConfiguration.Text(
            port, directory, socket, Path.Combine(System.Text.Encoding.UTF8.GetString(backend), "git-http-backend"), scratch.Repositories), cancellationToken);
        var nginx = Start("nginx", ["-e", "stderr", "-p", directory, "-c", configuration]);
        var server = new GitServer(nginx, fcgiwrap, port);
        await server.WaitUntilListeningAsync(socket, cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _nginx, _fcgiwrap })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task WaitUntilListeningAsync(string socket, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
                if (File.Exists(socket))
                {
                    return;
                }
            }
            catch (SocketException) when (!_nginx.HasExited)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        Scratch.Isolate(start);
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
