using System.Diagnostics;

namespace FastDataOperator.Git.Transport;

/// <summary>One <c>ssh</c> process and the program that it runs on the other side. Blocking; used by one thread, the operation's own.</summary>
internal sealed class SshSession : IDisposable
{
    /// <summary>How long ssh may take to leave by itself once there is nothing more to say, so that the other side sees an end and no break.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly GitOperation _operation;
    private readonly SshLocation _location;
    private readonly Process _process;
    private readonly Stream _output;
    private readonly ProgramWords _words;
    private readonly CancellationTokenRegistration _kill;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _inputEnded;
    private bool _isDisposed;

    /// <exception cref="System.ComponentModel.Win32Exception">The program does not start.</exception>
    public SshSession(GitOperation operation, SshLocation location, GitService service, ProcessStartInfo start)
    {
        _location = location;
        _operation = operation;
        Service = service;
        operation.ThrowIfOver();
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.BaseStream;
        _words = new ProgramWords(_process.StandardError.BaseStream);
        _kill = operation.Cancellation.Register(static state => ChildProgram.Kill((Process)state!), _process);
    }

    public GitService Service { get; }

    public bool IsVersion2 { get; private set; }

    /// <summary>Whether an advertisement of version 0 is there and nobody has read any of it.</summary>
    public bool IsAdvertising { get; private set; }

    /// <summary>Whether a response was read to its end and the other side waits for a request.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Waits for the first words of the other side, which tell the version that it speaks.</summary>
    /// <returns>Whether there are any; else the process has ended.</returns>
    public bool ReadGreeting()
    {
        // An advertisement of version 0 can be shorter than the greeting, and nothing comes after it: no more is waited for than it takes to tell.
        var greeting = "000eversion 2\n"u8;
        while (_end < greeting.Length && greeting.StartsWith(_buffer.AsSpan(0, _end)) && Fill() > 0)
        {
        }

        if (_end == 0)
        {
            return false;
        }

        IsVersion2 = _buffer.AsSpan(0, _end).StartsWith(greeting);
        IsAdvertising = !IsVersion2;
        if (IsVersion2)
        {
            Skip();
        }

        return true;
    }

    public void SkipAdvertisement()
    {
        IsAdvertising = false;
        Skip();
    }

    /// <summary>What came and was not consumed yet, after waiting for it; nothing at the end.</summary>
    /// <exception cref="GitException">The end came with an error, or too much came.</exception>
    public ReadOnlySpan<byte> Peek()
    {
        IsAdvertising = false;
        if (_start == _end && Fill() == 0)
        {
            var (exitCode, words) = Exit();
            if (exitCode != 0)
            {
                throw SshFailures.Explain(_operation, _location, exitCode, words);
            }
        }

        return _buffer.AsSpan(_start, _end - _start);
    }

    public void Consume(int count) => _start += count;

    public void Write(ReadOnlyMemory<byte> data)
    {
        IsIdle = false;
        if (_inputEnded)
        {
            return;
        }

        try
        {
            _process.StandardInput.BaseStream.Write(data.Span);
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // It stopped reading: its output or its last words say why.
            EndInput();
        }
    }

    private void EndInput()
    {
        if (!_inputEnded)
        {
            _inputEnded = true;
            try
            {
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // What was still buffered has no reader any more.
            }
        }
    }

    /// <summary>Waits for the process to end.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="GitException">The deadline passed.</exception>
    public (int ExitCode, string Words) Exit()
    {
        _process.WaitForExit();
        _operation.ThrowIfOver();
        return (_process.ExitCode, _words.Read());
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        var isInOrder = (IsIdle || IsAdvertising) && !_operation.Cancellation.IsCancellationRequested;
        if (isInOrder)
        {
            // To each of the programs, in each version, a flush where a request is awaited says that there will be none.
            Write("0000"u8.ToArray());
        }

        EndInput();
        _kill.Dispose();
        if (!(isInOrder && _process.WaitForExit(s_farewell)))
        {
            ChildProgram.Kill(_process);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>Reads what is left of the response that is coming.</summary>
    private void Skip()
    {
        var boundary = new ResponseBoundary();
        while (!boundary.IsReached)
        {
            var count = boundary.Take(Peek());
            if (count == 0)
            {
                throw _operation.Fail(GitFailure.ConnectionFailed, true, "ended its response too early.");
            }

            Consume(count);
        }

        IsIdle = true;
    }

    private int Fill()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        var count = _output.Read(_buffer, _end, _buffer.Length - _end);
        _operation.ThrowIfOver();
        _operation.CountReceived(count);
        _end += count;
        return count;
    }
}
