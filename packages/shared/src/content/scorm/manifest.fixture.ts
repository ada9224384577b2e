/** Manifests as tools write them, with what a test wants in between. */
export const scorm12 = (organizations: string, resources: string, attributes = '') => `<?xml version="1.0"?>
<manifest identifier="course" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" ${attributes}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  ${organizations}
  <resources>${resources}</resources>
</manifest>`;

export const scorm2004 = (
  edition: string,
  items: string,
  resources: string,
  more = '',
) => `<?xml version="1.0"?>
<manifest identifier="course" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>${edition}</schemaversion></metadata>
  <organizations default="all"><organization identifier="all"><title>Course</title>${items}</organization></organizations>
  <resources>${resources}</resources>${more}
</manifest>`;

export const resource = (id: string, href: string, attributes = 'adlcp:scormType="sco"') =>
  `<resource identifier="${id}" type="webcontent" ${attributes} href="${href}"/>`;
