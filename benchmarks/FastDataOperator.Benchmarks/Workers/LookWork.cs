using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Git;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>Looks at the branch <c>main</c> of one repository, one after the other, as the operator does at an interval's end.</summary>
internal sealed class LookWork
{
    /// <summary>How many are one run: a single one is too short for the kernel's clock.</summary>
    public const int Looks = 50;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly GitClient _git;
    private readonly RepositoryAddress _address;
    private readonly BranchName _branch;

    public LookWork(GitClient git, string url)
    {
        _git = git;
        _address = RepositoryAddress.TryParse(url, out var address, out var problem) ? address : throw new RunFailedException(problem);
        _branch = BranchName.TryParse("main", out var branch) ? branch : throw new RunFailedException("no branch");
    }

    public void Run()
    {
        for (var look = 0; look < Looks; look++)
        {
            if (_git.LookAsync(_address, new GitReference.Branch(_branch), RemoteAccess.Anonymous, s_deadline, CancellationToken.None).GetAwaiter().GetResult() is not TipResult.Tip)
            {
                throw new RunFailedException("the branch was not there");
            }
        }
    }
}
