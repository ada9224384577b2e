import { uuidToText } from '@reset/shared/entities/columns';
import { csvRecord } from '@reset/shared/generate/csv-cells';
import { coursesOf, isPlainlyResettable } from '@reset/shared/generate/generated-course';
import {
  activeLearner,
  deactivatedLearner,
  emailSharer,
  type GeneratedLearner,
  learnerAt,
  loginIsOthersEmail,
} from '@reset/shared/generate/generated-learner';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';

const HEADER = ['Learner', 'Content', 'Reset required'];

/**
 * A file in the template's three columns with what the generated ones lack: cells that lead to several people, other
 * spellings of an identifier, guards against formulas, FALSE rows with faults, blank rows, rows too short and too wide.
 */
export function hardFile(plan: OrganizationPlan): string {
  const rows = [...spellings(plan), ...faults(plan), ...pairs(plan), ...forms(plan)];
  return [HEADER, ...rows].map(csvRecord).join('');
}

/** The same learners and courses in the columns of the report that names them, disagreeing in every way. */
export function hardExport(plan: OrganizationPlan): string {
  const [{ learner, other, course, otherCourse }] = [someone(plan)];
  const header = ['Login ID', 'Learner UUID', 'Email', 'Name', 'Course UUID', 'Asset ID', 'Reset required'];
  const sharer = learnerAt(plan.seed, emailSharer(0));
  const shared = sharedAsset(plan);
  const uuid = ({ uuid: bytes }: { uuid: Buffer }) => uuidToText(bytes);
  const rows = [
    [learner.loginId, uuid(learner), learner.email ?? '', 'Doe, "J"', uuid(course), course.assetId, 'TRUE'],
    [learner.loginId, uuid(other), '', '', uuid(course), '', 'TRUE'],
    [learner.loginId, '', other.email ?? '', '', uuid(course), '', 'TRUE'],
    ['', uuid(other), learner.email ?? '', '', '', course.assetId, 'FALSE'],
    ['', '', sharer.email ?? '', '', uuid(otherCourse), '', 'TRUE'],
    [sharer.loginId, '', sharer.email ?? '', '', uuid(otherCourse), '', 'TRUE'],
    [learner.loginId, '', sharer.email ?? '', '', uuid(otherCourse), '', 'TRUE'],
    [learner.loginId, 'no uuid', '', '', uuid(otherCourse), '', 'TRUE'],
    ['', '', 'no email', '', uuid(otherCourse), '', 'TRUE'],
    [learner.loginId, '', 'nobody@example.org', '', uuid(otherCourse), '', 'TRUE'],
    [other.loginId, '', '', '', uuid(course), otherCourse.assetId, 'TRUE'],
    [other.loginId, '', '', '', uuid(course), 'NO-SUCH', 'TRUE'],
    [other.loginId, '', '', '', '', shared.assetId, 'TRUE'],
    [other.loginId, '', '', '', uuid(shared), shared.assetId, 'TRUE'],
    [other.loginId, '', '', '', uuid(course), shared.assetId, 'TRUE'],
    [other.loginId, '', '', '', uuid(course)],
    ['', '', '', '', '', '', 'TRUE'],
  ];
  return [header, ...rows].map(csvRecord).join('');
}

function someone(plan: OrganizationPlan) {
  const courses = coursesOf(plan).filter((course) => isPlainlyResettable(course) && !course.assetIsShared);
  const withEmail = learners(plan).filter(({ index, email }) => email !== null && index % 250 > 30);
  const [learner, other] = withEmail;
  const [course, otherCourse] = courses;
  if (!learner || !other || !course || !otherCourse) throw new Error('the organization is too small');
  return { learner, other, course, otherCourse, courses };
}

const learners = ({ seed, learners: count }: OrganizationPlan): GeneratedLearner[] =>
  Array.from({ length: Math.floor(count * 0.9) }, (_, n) => learnerAt(seed, activeLearner(n)));

const sharedAsset = (plan: OrganizationPlan) => {
  const shared = coursesOf(plan).find((course) => course.assetIsShared && isPlainlyResettable(course));
  if (!shared) throw new Error('no resettable course shares its asset ID');
  return shared;
};

/** Nothing is wrong with these. */
function spellings(plan: OrganizationPlan): string[][] {
  const { courses } = someone(plan);
  const decomposed = learners(plan).filter(({ loginId }) => loginId !== loginId.normalize('NFC'));
  const formula = learners(plan).filter(({ loginId }) => /^[@-]/.test(loginId));
  const [plain] = learners(plan);
  const [first, second, third] = courses.map(({ uuid }) => uuidToText(uuid));
  if (!decomposed[0] || !formula[0] || !plain || !first || !second || !third)
    throw new Error('the organization is too small');
  return [
    [decomposed[0].loginId, first, 'TRUE'],
    [decomposed[0].loginId.normalize('NFC'), second, 'TRUE'],
    [formula[0].loginId, first, 'TRUE'],
    [`'${formula[0].loginId}`, second, 'TRUE'],
    [`'${formula[0].loginId}`, `'${third}`, 'FALSE'],
    [` ${uuidToText(plain.uuid).toUpperCase()} `, ` ${first.toUpperCase()}\t`, ' True '],
    [`\u00a0${uuidToText(plain.uuid)}\u00a0`, second, 'fAlSe'],
    [`${plain.loginId.toUpperCase()}`, third, 'TRUE'],
  ];
}

function faults(plan: OrganizationPlan): string[][] {
  const { learner, course } = someone(plan);
  const [uuid, courseUuid] = [uuidToText(learner.uuid), uuidToText(course.uuid)];
  const sharer = learnerAt(plan.seed, emailSharer(0)).email ?? '';
  const login = learnerAt(plan.seed, loginIsOthersEmail(0)).loginId;
  const gone = learnerAt(plan.seed, deactivatedLearner(0)).loginId;
  const ofKind = (kind: string) =>
    uuidToText(coursesOf(plan).find((found) => found.kind === kind)?.uuid as Buffer);
  const retired = uuidToText(coursesOf(plan).find(({ status }) => status === 'retired')?.uuid as Buffer);
  const named = ['nobody', sharer, login, gone, courseUuid, '1.5E+7', `'=nobody`, `${'x'.repeat(300)}`, ''];
  const courses = [
    'nothing',
    sharedAsset(plan).assetId,
    ofKind('video'),
    retired,
    uuid,
    login,
    '1,5e+7',
    `'+1`,
    '',
  ];
  const values = ['', 'yes', 'WAHR', 'falsch', 'ｔｒｕｅ', '假', '1'];
  return [
    ...named.flatMap((name) => [
      [name, courseUuid, 'TRUE'],
      [name, courseUuid, 'FALSE'],
    ]),
    ...courses.flatMap((name) => [
      [uuid, name, 'TRUE'],
      [uuid, name, 'FALSE'],
    ]),
    ...values.map((value) => [uuid, courseUuid, value]),
    ['nobody', 'nothing', 'perhaps'],
    ['Doe, "J"\r\nunior', courseUuid, 'TRUE'],
  ];
}

/** The same pair several times, in different words. */
function pairs(plan: OrganizationPlan): string[][] {
  const { other, courses } = someone(plan);
  const [uuid, email] = [uuidToText(other.uuid), other.email ?? ''];
  const at = (n: number) => uuidToText(courses[n]?.uuid as Buffer);
  return [
    [uuid, at(2), 'TRUE'],
    [email, at(2), 'TRUE'],
    [uuid, at(3), 'TRUE'],
    [email, at(3), 'FALSE'],
    [uuid, at(3), 'TRUE'],
    [uuid, at(4), 'FALSE'],
    [email, at(4), 'FALSE'],
    [uuid, at(5), 'TRUE', 'left over'],
    [email, at(5), 'TRUE'],
    [uuid, at(6), 'perhaps'],
    [uuid, at(6), 'TRUE'],
  ];
}

function forms(plan: OrganizationPlan): string[][] {
  const { learner, course } = someone(plan);
  const [uuid, courseUuid] = [uuidToText(learner.uuid), uuidToText(course.uuid)];
  return [
    [''],
    ['', '', ''],
    [uuid],
    [uuid, courseUuid],
    ['', courseUuid],
    [uuid, courseUuid, 'TRUE', '', ''],
    [uuid, courseUuid, 'TRUE', '', 'a, b', ''],
    ['nobody', courseUuid, 'TRUE', 'x'],
  ];
}
