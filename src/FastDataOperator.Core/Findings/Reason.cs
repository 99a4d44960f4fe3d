namespace FastDataOperator.Core.Findings;

/// <summary>The one list of reasons for which a plan is refused or carries a warning. Names are API: they appear in JSON output and conditions.</summary>
public enum Reason
{
    // What a file can be refused for (F3).
    MalformedJson,
    MalformedYaml,
    InvalidEncoding,
    DuplicateKey,
    UnexpectedShape,
    TooDeep,
    TooLarge,
    GitLfsPointer,
    UnsupportedVersion,
    NotAConfiguration,
    NotAnExport,
    NotEditable,

    // What a request can be refused for.
    EmptySelection,
    NotInSource,
    ConflictingSelection,
    DependencyNotSelected,
    NameCollision,
    InvalidName,
    NestedReferenceRename,
    ConflictingRename,
    ArchitectureMissing,
    ConsoleConfigurationUnknown,
    StillNeeded,

    // What a manifest or a command line can be refused for.
    UnknownField,
    MissingField,
    InvalidValue,
    NotSupported,
    FileMissing,
    FileUnreadable,
    BranchMissing,
    TagMissing,
    SecretMissing,
    SecretForbidden,
    SigningKeyUnusable,
    SourceNotVerified,
    DependencyCycle,
    Suspended,

    // What a plan can warn of.
    UnresolvedName,
    NestedReferenceSkipped,
    NestedReferenceDrifted,
    DefaultCastFunctionCarried,
    MissingService,
    UpdateAvailable,
    Drifted,
    DriftRestored,
    CopyLeftAlone,
    NoLongerCovered,
    VersionMismatch,
}
