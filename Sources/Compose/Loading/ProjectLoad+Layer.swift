internal import YAML

extension ProjectLoad {
    /// The model of some files: each document interpolated, checked, extended, with what it includes, and merged upon
    /// the ones before.
    ///
    /// - Parameters:
    ///   - folder: where relative paths of the files start.
    ///   - including: the absolute paths of files that are being included, outermost first.
    mutating func layer(
        of parsed: [ParsedFile],
        folder: FileReference,
        _ environment: ProjectEnvironment,
        including: [String]
    ) -> YAMLNode {
        let start = SourcePlace(file: parsed.first?.index ?? 0, line: 1, column: 1)
        var model = YAMLNode(.mapping([]), at: start)
        for file in parsed {
            folders[file.index] = folder
            for document in file.documents {
                guard var own = prepared(document, environment, upon: model) else { continue }
                // What is included may be extended.
                if let include = own["include"] {
                    let path = files.absolute(file.reference.path)
                    self.include(include, into: &own, folder: folder, environment, including: including + [path])
                }
                if own.entry("services") != nil {
                    extend(&own, of: file, folder: folder, environment)
                }
                model = merged(model, own)
            }
        }
        return model
    }

    /// A document with its variables' values, held against the schema; nil where it is no mapping.
    ///
    /// - Parameter model: what it will be merged upon; nil where it is not checked as a whole.
    mutating func prepared(
        _ document: YAMLNode,
        _ environment: ProjectEnvironment,
        upon model: YAMLNode?
    ) -> YAMLNode? {
        guard document.mapping != nil else {
            log.errors.append(
                SourceError("top-level object must be a mapping", at: document.place, help: "it is \(document.kind)")
            )
            return nil
        }
        var own = document
        var values = PlainValueChecker()
        values.check(own)
        log.errors += values.errors
        var interpolator = Interpolator(warned: log.warnedVariables, budget: log.expansionLeft) { environment[$0] }
        interpolator.interpolate(&own)
        log.errors += interpolator.errors
        log.warnings += interpolator.warnings
        log.warnedVariables = interpolator.warnedVariables
        log.expansionLeft = interpolator.remainingBudget
        if let model {
            own = Merger.withoutIdleNulls(own, upon: model, .mapping(Schema.project))
            var checker = SchemaChecker()
            checker.check(own, .mapping(Schema.project))
            log.errors += checker.errors
            if let version = own.entry("version") {
                log.warnings.append(
                    SourceError(
                        "\(log.sources.path(of: version.keyPlace)): the attribute `version` is obsolete, it will be ignored, "
                            + "please remove it to avoid potential confusion",
                        at: version.keyPlace
                    )
                )
            }
        }
        return own
    }

    mutating func merged(
        _ base: YAMLNode,
        _ over: YAMLNode,
        _ shape: Shape = .mapping(Schema.project),
        _ rule: MergeRule = .standard
    ) -> YAMLNode {
        var merger = Merger(budget: log.mergesLeft)
        let node = merger.merge(base, over, shape, rule)
        log.mergesLeft = merger.remainingBudget
        log.errors += merger.errors
        return node
    }
}
