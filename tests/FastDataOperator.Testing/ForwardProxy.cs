using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Testing;

/// <summary>A forward proxy as it is run in earnest, on a free loopback port: tinyproxy for HTTP (package tinyproxy-bin), microsocks for SOCKS5.</summary>
public sealed class ForwardProxy : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private WatchedProcess? _process;

    private ForwardProxy(string scheme) => Scheme = scheme;

    public string Scheme { get; }

    public int Port { get; } = LoopbackPort.Free();

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://127.0.0.1:{Port}");

    /// <summary>What it printed so far; its log among that.</summary>
    public string Log => string.Join('\n', _lines);

    /// <param name="credentials">Whom it lets through; null for everybody.</param>
    /// <param name="more">More lines of its configuration.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static ForwardProxy Http((string User, string Password)? credentials = null, string more = "")
    {
        var proxy = new ForwardProxy("http");
        var file = proxy._directory["tinyproxy.conf"];
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            Port {proxy.Port}
            Listen 127.0.0.1
            Timeout 600
            MaxClients 50
            LogLevel Connect
            {(credentials is { } who ? $"BasicAuth {who.User} {who.Password}" : "")}
            {more}

            """));
        return proxy.Start("tinyproxy", ["-d", "-c", file]);
    }

    /// <inheritdoc cref="Http"/>
    public static ForwardProxy Socks((string User, string Password)? credentials = null)
    {
        var proxy = new ForwardProxy("socks5");
        string[] who = credentials is { } one ? ["-u", one.User, "-P", one.Password] : [];
        return proxy.Start("microsocks", ["-i", "127.0.0.1", "-p", proxy.Port.ToString(CultureInfo.InvariantCulture), .. who]);
    }

    public void Dispose()
    {
        _process?.Dispose();
        _directory.Dispose();
    }

    private ForwardProxy Start(string program, string[] arguments)
    {
        try
        {
            _process = WatchedProcess.Start(program, arguments, onLine: _lines.Enqueue);
            var isUp = SpinWait.SpinUntil(
                () =>
                {
                    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    try
                    {
                        socket.Connect(IPAddress.Loopback, Port);
                        return true;
                    }
                    catch (SocketException)
                    {
                        return _process.HasExited;
                    }
                },
                Patience.Limit);
            return isUp && !_process.HasExited ? this : throw new InvalidOperationException($"{program} did not start: these tests need the packages tinyproxy-bin and microsocks.\n{_process.Tail}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
