using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.SharedReads;

/// <summary>What a look at a branch finds.</summary>
internal abstract record Look
{
    private Look()
    {
    }

    /// <summary>Equal for looks between which nothing moved; <see langword="null"/> for one that failed.</summary>
    public abstract string? Mark { get; }

    /// <param name="Branch">The branch itself, where the target named none; <see langword="null"/> where it does not exist.</param>
    /// <param name="Tip"><see langword="null"/> in an empty repository, or where the branch does not exist.</param>
    internal sealed record Seen(string? Branch, string? Tip) : Look
    {
        public override string? Mark => $"{Branch ?? "-"}@{Tip ?? "-"}";

        public static Seen Of(BranchRevision revision) => new(revision.Branch, revision.Commit);

        /// <summary>As a status writes it; <see langword="null"/> where there is no commit.</summary>
        public string? Revision => Branch is null || Tip is null ? null : new BranchRevision(Branch, Tip).ToString();
    }

    internal sealed record Failed(GitException Failure) : Look
    {
        public override string? Mark => null;
    }

    public static async Task<Look> TakeAsync(GitClient client, LookTarget target, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await client.LookAsync(target.Address, target.Branch, target.Access, deadline, cancellationToken) switch
            {
                TipResult.Tip tip => new Seen(tip.Branch.Value, tip.Id.Value),
                TipResult.Empty empty => new Seen(empty.Branch.Value, null),
                _ => new Seen(null, null),
            };
        }
        catch (GitException failure)
        {
            return new Failed(failure);
        }
    }
}
