import { DropZone } from '../../ui/drop-zone';

type PackageChoiceProps = { file: File | undefined; onChoose: (file: File | undefined) => void };

export function PackageChoice({ file, onChoose }: PackageChoiceProps) {
  return (
    <DropZone
      file={file}
      onChoose={onChoose}
      accept=".zip,application/zip"
      words="Choose ZIP file"
      oneAtATime="a package is one ZIP"
    />
  );
}
