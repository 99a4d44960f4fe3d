namespace FastDataOperator.Webhooks;

/// <summary>What a value of a payload says.</summary>
internal enum PayloadField
{
    /// <summary>An address that the repository can be cloned from, in whatever form.</summary>
    Address,

    /// <summary>A repository as <see cref="RepositoryNames"/> writes it: what one replica tells another.</summary>
    Name,

    /// <summary>What happened, where no header says it.</summary>
    Event,

    /// <summary>The first half of a repository's name, where the payload may have no address.</summary>
    Project,

    /// <summary>The second half.</summary>
    Slug,
}
