using System.ComponentModel;
using System.Diagnostics;

namespace FastDataOperator.Git.Transport;

/// <summary>One request to a child process: the body is its input, the response its output.</summary>
internal sealed class LocalSmartExchange : ISmartExchange
{
    private readonly GitOperation _operation;
    private readonly Process _process;
    private readonly Task<byte[]> _errors;
    private readonly CancellationTokenRegistration _kill;
    private ReadOnlyMemory<byte> _prefix;
    private bool _inputEnded;
    private bool _ended;

    public LocalSmartExchange(GitOperation operation, GitService service, string path, bool isAdvertisement, bool protocolV2)
    {
        _operation = operation;
        // This server is ours for the moment: it gives out what is asked for, whatever the repository says about strangers.
        var start = LocalGit.StartInfo(
            keepConfiguration: false, "-c", "uploadpack.allowFilter=true", "-c", "uploadpack.allowAnySHA1InWant=true", service.CommandName, "--stateless-rpc");
        if (isAdvertisement)
        {
            start.ArgumentList.Add("--advertise-refs");
            _prefix = service.Announcement;
        }

        start.ArgumentList.Add(path);
        if (protocolV2)
        {
            start.Environment["GIT_PROTOCOL"] = "version=2";
        }

        operation.ThrowIfOver();
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw operation.Fail(
                GitFailure.LocalGitMissing, false, "is a local path, which the git program serves, and git was not found. Install git, or use an http(s) address.");
        }

        _errors = LocalGit.ReadBoundedAsync(_process.StandardError.BaseStream, ServerWords.MaxLength);
        _kill = operation.Cancellation.Register(static state => ChildProgram.Kill((Process)state!), _process);
    }

    public void Write(ReadOnlyMemory<byte> data)
    {
        if (_inputEnded)
        {
            return;
        }

        try
        {
            _process.StandardInput.BaseStream.Write(data.Span);
        }
        catch (IOException)
        {
            // It stopped reading: its output or its last words say why.
            EndInput();
        }
    }

    public int Read(Memory<byte> buffer)
    {
        if (!_prefix.IsEmpty)
        {
            var copied = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..copied].CopyTo(buffer);
            _prefix = _prefix[copied..];
            return copied;
        }

        EndInput();
        var count = _ended ? 0 : _process.StandardOutput.BaseStream.Read(buffer.Span);
        _operation.ThrowIfOver();
        _operation.CountReceived(count);
        if (count == 0 && !_ended)
        {
            _ended = true;
            CheckExit();
        }

        return count;
    }

    public void Dispose()
    {
        EndInput();
        _kill.Dispose();
        if (!_ended)
        {
            ChildProgram.Kill(_process);
        }

        _process.Dispose();
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

    /// <exception cref="GitException">The program stopped with an error.</exception>
    private void CheckExit()
    {
        _process.WaitForExit();
        _operation.ThrowIfOver();
        if (_process.ExitCode == 0)
        {
            return;
        }

        var words = ServerWords.Clean(_errors.GetAwaiter().GetResult());
        if (words.Contains("dubious ownership", StringComparison.Ordinal))
        {
            throw _operation.Fail(GitFailure.AccessDenied, false, "belongs to another user, so git does not open it: " + words);
        }

        throw words.Contains("not appear to be a git repository", StringComparison.Ordinal) || words.Contains("not a git repository", StringComparison.Ordinal)
            ? _operation.Fail(GitFailure.NotARepository, false, "is not a Git repository.")
            : _operation.Fail(GitFailure.ServerError, false, $"could not be served: git stopped with exit code {_process.ExitCode}. {words}".TrimEnd());
    }
}
