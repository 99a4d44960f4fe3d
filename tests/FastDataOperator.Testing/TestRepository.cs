using System.Globalization;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>A repository on disk, made and inspected with the <c>git</c> program.</summary>
public sealed class TestRepository
{
    private TestRepository(string path) => Path = path;

    /// <summary>The directory to address it by.</summary>
    public string Path { get; }

    /// <summary>A bare repository that takes pushes over HTTP.</summary>
    public static TestRepository CreateBare(string path, string defaultBranch = "main")
    {
        Directory.CreateDirectory(path);
        GitCommand.Run(path, "init", "-q", "--bare", "-b", defaultBranch);
        GitCommand.Run(path, "config", "http.receivepack", "true");
        return new TestRepository(path);
    }

    /// <summary>A repository with a work tree; its default branch is checked out.</summary>
    public static TestRepository CreateWithWorkTree(string path, string defaultBranch = "main")
    {
        Directory.CreateDirectory(path);
        GitCommand.Run(path, "init", "-q", "-b", defaultBranch);
        return new TestRepository(path);
    }

    /// <inheritdoc cref="GitCommand.Run(string, string[])"/>
    public string Git(params string[] arguments) => GitCommand.Run(Path, arguments);

    /// <summary>Adds one commit to a branch, which is made if it is not there. Returns the commit's id.</summary>
    public string Commit(string branch, params IReadOnlyList<TestFile> files)
    {
        using var stream = new MemoryStream();
        void Write(string text) => stream.Write(Encoding.UTF8.GetBytes(text));
        void Data(ReadOnlySpan<byte> content)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"data {content.Length}\n"));
            stream.Write(content);
            Write("\n");
        }

        Write($"commit refs/heads/{branch}\ncommitter Test Committer <committer@example.com> 1767319445 +0100\n");
        Data(Encoding.UTF8.GetBytes($"Change {branch}\n"));
        if (Tip(branch) is { } parent)
        {
            Write($"from {parent}\n");
        }

        foreach (var file in files)
        {
            if (file.Mode == "160000")
            {
                Write($"M 160000 {Encoding.UTF8.GetString(file.Content.Span)} {file.Path}\n");
            }
            else
            {
                Write($"M {file.Mode} inline {file.Path}\n");
                Data(file.Content.Span);
            }
        }

        Write("\ndone\n");
        GitCommand.Run(Path, stream.ToArray(), "fast-import", "--quiet", "--done", "--force");
        return Tip(branch)!;
    }

    /// <summary>Points many branches at one commit.</summary>
    public void CreateBranches(string prefix, int count, string commit)
    {
        // Written as the packed file that Git would make of them: ten thousand small files take seconds.
        Git("pack-refs", "--all");
        var file = System.IO.Path.Combine(GitCommand.Run(Path, "rev-parse", "--absolute-git-dir"), "packed-refs");
        var lines = File.ReadAllLines(file).Where(static line => !line.StartsWith('#')).ToList();
        for (var number = 0; number < count; number++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{commit} refs/heads/{prefix}{number:D6}"));
        }

        lines.Sort(static (left, right) => string.CompareOrdinal(left, 41, right, 41, int.MaxValue));
        File.WriteAllLines(file, ["# pack-refs with: peeled fully-peeled sorted ", .. lines]);
    }

    /// <summary>The commit that a branch is at, or null.</summary>
    public string? Tip(string branch)
    {
        var id = Git("for-each-ref", "--format=%(objectname)", $"refs/heads/{branch}");
        return id.Length == 0 ? null : id;
    }

    public string ReadFile(string branch, string path) => Git("cat-file", "blob", $"refs/heads/{branch}:{path}");

    /// <summary>Entries of a branch's whole tree, as <c>mode path</c>.</summary>
    public IReadOnlyList<string> Entries(string branch) =>
        Git("ls-tree", "-r", "--format=%(objectmode) %(path)", $"refs/heads/{branch}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Paths that a branch's newest commit changes against its parent, or against nothing.</summary>
    public IReadOnlyList<string> ChangedPaths(string branch) =>
        Git("diff-tree", "--root", "--no-commit-id", "--name-only", "-r", $"refs/heads/{branch}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails when an object is broken or missing.</summary>
    public void Check() => Git("fsck", "--strict", "--no-dangling");

    /// <summary>Installs a hook, a shell script without its first line.</summary>
    public void SetHook(string name, string script)
    {
        var hooks = GitCommand.Run(Path, "rev-parse", "--absolute-git-dir") + "/hooks";
        Directory.CreateDirectory(hooks);
        ExecutableFile.Write(System.IO.Path.Combine(hooks, name), "#!/bin/sh\n" + script + "\n");
    }
}
