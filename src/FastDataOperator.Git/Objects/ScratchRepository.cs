using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>A fetched tip in scratch: read through its object database only, never a work tree or an index. Not for concurrent use.</summary>
internal sealed class ScratchRepository : IDisposable
{
    private const int MaxRootEntries = 1000;

    /// <summary>Far beyond any commit that a person or a program makes.</summary>
    private const long MaxCommitBytes = 16 << 20;

    /// <summary>More than a million entries.</summary>
    private const long MaxTreeBytes = 64 << 20;

    private readonly ScratchDirectory _directory;
    private readonly LibGit2Sharp.Commit? _commit;
    private ObjectReader? _reader;

    private ScratchRepository(ScratchDirectory directory, Repository repository, LibGit2Sharp.Commit? commit, CommitId? tip)
    {
        _directory = directory;
        _commit = commit;
        Objects = repository;
        Tip = tip;
    }

    public Repository Objects { get; }

    public CommitId? Tip { get; }

    public LibGit2Sharp.Commit? TipObject => _commit;

    public CommitDetails? TipDetails => _commit is not null && Tip is { } tip ? CommitDetails.Of(_commit, tip, Reader.ReadCopy(tip.Value)) : null;

    /// <summary>Its objects as they are.</summary>
    public ObjectReader Reader => _reader ??= new ObjectReader(_directory.Path);

    /// <exception cref="FormatException">The tip is not there, or no commit.</exception>
    public static ScratchRepository Open(ScratchDirectory directory, CommitId? tip)
    {
        GitLibrary.Prepare();
        var repository = new Repository(directory.Path);
        try
        {
            var commit = tip is { } id ? ReadTip(directory, repository, id) : null;
            return new ScratchRepository(directory, repository, commit, tip);
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>The tip, once it is known that neither it nor its tree takes more memory than they should.</summary>
    private static LibGit2Sharp.Commit ReadTip(ScratchDirectory directory, Repository repository, CommitId id)
    {
        using var reader = new ObjectReader(directory.Path);
        RequireSize(reader, id.Value, MaxCommitBytes);
        var commit = repository.Lookup<LibGit2Sharp.Commit>(id.Value) ?? throw new FormatException("what was asked for is no commit");
        RequireSize(reader, commit.Tree.Sha, MaxTreeBytes);
        return commit;
    }

    private static void RequireSize(ObjectReader reader, string id, long most)
    {
        if (reader.ReadSize(id) > most)
        {
            throw new FormatException($"object {id} has more than {most} bytes");
        }
    }

    public DateTimeOffset? CommitTime => _commit?.Committer.When;

    public IReadOnlyList<string> RootEntries()
    {
        var names = new List<string>();
        if (_commit is not null)
        {
            foreach (var entry in _commit.Tree)
            {
                if (names.Count == MaxRootEntries)
                {
                    break;
                }

                names.Add(entry.Name);
            }
        }

        return names;
    }

    /// <summary>The name of the file at a path, where there is one whose content was not fetched.</summary>
    public string? FindMissing(string path) =>
        RepositoryPath.Problem(path) is null && Obstacle(path) is null && _commit?.Tree[path] is { } entry && !Reader.IsFetched(entry.Target.Sha)
            ? entry.Target.Sha
            : null;

    public SnapshotFile Read(string path, long maxBytes)
    {
        if (RepositoryPath.Problem(path) is { } problem)
        {
            return new SnapshotFile.InvalidPath(problem);
        }

        if (Obstacle(path) is { } obstacle)
        {
            return obstacle;
        }

        if (_commit?.Tree[path] is not { } entry)
        {
            return new SnapshotFile.Missing();
        }

        var id = entry.Target.Sha;
        var size = Reader.ReadBlobSize(id);
        return size > maxBytes || size > Array.MaxLength
            ? new SnapshotFile.TooLarge(size, Math.Min(maxBytes, Array.MaxLength))
            : new SnapshotFile.Found(Reader.ReadBlob(id).Memory);
    }

    /// <summary>What keeps a path from being a file, there or on the way there; null when it is a file or nothing.</summary>
    public SnapshotFile.NotAFile? Obstacle(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var parent = path[..slash];
            if (_commit?.Tree[parent] is not { } entry)
            {
                return null;
            }

            if (entry.Mode != Mode.Directory)
            {
                return new SnapshotFile.NotAFile(KindOf(entry.Mode), parent);
            }
        }

        return _commit?.Tree[path]?.Mode is null or Mode.NonExecutableFile or Mode.ExecutableFile or Mode.NonExecutableGroupWritableFile
            ? null
            : new SnapshotFile.NotAFile(KindOf(_commit.Tree[path].Mode), path);
    }

    public void Dispose()
    {
        Close();
        _directory.Dispose();
    }

    /// <summary>Lets go of what is open and leaves the directory.</summary>
    public void Close()
    {
        _reader?.Dispose();
        Objects.Dispose();
    }

    private static string KindOf(Mode mode) => mode switch
    {
        Mode.SymbolicLink => "a symbolic link",
        Mode.GitLink => "a submodule",
        Mode.Directory => "a directory",
        _ => "a file",
    };
}
