using System.Diagnostics;
using System.Globalization;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A program that does not outlive the tests, whatever ends them: SIGKILL too.</summary>
/// <remarks>A shell starts a watcher and then becomes the program, so the process id is the program's own. The watcher reads from a pipe whose other
/// end only this process holds; when that closes, however it comes about, the watcher kills the program.</remarks>
public sealed class WatchedProcess : IDisposable
{
    private const int KeptLines = 400;

    private const string Script = """
        exec 3<&0 </dev/null
        { cat <&3; kill -KILL $$; } >/dev/null 2>&1 &
        exec 3<&-
        exec "$@"
        """;

    private readonly Process _process;
    private readonly string _name;
    private readonly Action<string>? _onLine;
    private readonly Queue<string> _tail = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WatchedProcess(ProcessStartInfo start, string name, Action<string>? onLine)
    {
        _name = name;
        _onLine = onLine;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
    }

    public int Id { get; private set; }

    /// <summary>Completes with the exit code: 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Exited => _exited.Task;

    public bool HasExited => _exited.Task.IsCompleted;

    /// <summary>The most physical memory that it has held so far, in bytes. Linux only; not to be asked after the end.</summary>
    public long PeakMemory => ReadStatus("VmHWM:");

    /// <summary>The physical memory that it holds, in bytes. Linux only; not to be asked after the end.</summary>
    public long Memory => ReadStatus("VmRSS:");

    /// <summary>Of <see cref="Memory"/>, what belongs to no file: heaps and stacks. What is mapped from files, code above all, the kernel can drop and read
    /// again. Linux only; not to be asked after the end.</summary>
    public long AnonymousMemory => ReadStatus("RssAnon:");

    /// <summary>The processor time of all its threads so far, its ended children not included. Not to be asked after the end.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The last lines that it printed, with its name and how it fares: for messages of tests that fail.</summary>
    public string Tail
    {
        get
        {
            lock (_tail)
            {
                var state = HasExited ? $"ended with {Exited.Result}" : "is running";
                return $"--- {_name} {state}; the last it printed:\n{string.Join('\n', _tail)}\n";
            }
        }
    }

    /// <param name="program">A path, or a name to be found on PATH.</param>
    /// <param name="environment">What to set, or, where null, to remove.</param>
    /// <param name="onLine">Called for every line of both outputs, from one thread of each.</param>
    public static WatchedProcess Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var watched = new WatchedProcess(start, Path.GetFileName(program), onLine);
        watched.Launch();
        return watched;
    }

    /// <summary>Sends a signal by its name without SIG: <c>TERM</c>, <c>STOP</c>, <c>CONT</c>. Has no effect after the end.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -s {name} {Id} 2>/dev/null")]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _exited.Task.Wait();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Launch()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => OnExited();
        _process.Start();
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void OnExited()
    {
        // At once, while no other process can have got the id that the watcher kills.
        _process.StandardInput.Dispose();
        _exited.TrySetResult(_process.ExitCode);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        Evidence.Keep("process", line);
        lock (_tail)
        {
            _tail.Enqueue(line);
            if (_tail.Count > KeptLines)
            {
                _tail.Dequeue();
            }
        }

        _onLine?.Invoke(line);
    }

    private long ReadStatus(string field)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - "kB".Length).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
