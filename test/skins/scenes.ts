/** Every page of the stock skins in the situations that it must handle: for tests, screenshots and accessibility checks. */
import type { Scene } from './render.js';

const session =
  '{ID="000001-abcdefghij0123456789"; fullAccountName="anna@example.test"; accountName=anna; realName="Anna Berg";' +
  ' domainName="example.test"; startTime=#T25-11-2026_08:30:00; address="192.0.2.7";}';

const stateless = (page: string, dataset = '{}'): Scene => ({ page, dataset, session: null });
const inSession = (page: string, dataset = '{}'): Scene => ({ page, dataset, session });

const restore =
  'restoreSessionPage="website.wssp"; restoreCharset="utf-8"; restoreParameters=({name="restore-SubDir"; value="a%20%26b";});';

const storage =
  'fileRef="WebFile/"; pageRef="website.wssp"; nFiles=#214; totalSize=#48200000; fileLimit=#10000; sizeLimit=#104857600;';
const entries =
  'folders=({name="Holiday pictures"; path="Projects/Holiday pictures"; size=#0; modified=#T02-08-2026_10:00:00;},' +
  '{name=Invoices; path="Projects/Invoices"; size=#0; modified=#T11-11-2026_16:12:00;});' +
  'files=({name="Annual report & <plans>.pdf"; path="Projects/x.pdf"; size=#2480000; modified=#T24-11-2026_17:45:00;},' +
  '{name="minutes.txt"; path="Projects/minutes.txt"; size=#5806; modified=#T25-11-2026_07:59:00;},' +
  '{name="a-very-long-file-name-that-does-not-want-to-end-anywhere-on-a-small-screen.tar.gz"; path="Projects/a"; size=#28672; modified=#T01-01-2026_00:00:00;});';

const archive =
  'listName=news; realName="News & <plans>"; listRef="/List/news/"; limit=#20; filter=""; sortColumn=#2; sortAscending=#0; firstNumber=#0; firstNumber1=#1; lastNumber=#2; numSelected=#2;' +
  'headers=({index=#0; name=From; sdir=#0;},{index=#1; name=Subject; sdir=#0;},{index=#2; name=Sent; hilited=YES; sdir=#1; ralign=YES;},{index=#3; name=Size; sdir=#0; ralign=YES;});';
const archived = [7, 6]
  .map(
    uid =>
      `{id=#${uid}; fields=({name=From; value="Bert <bert>";},{name=Subject; isRef=YES; value="About <plans>";},{name=Sent; isDate=YES; ralign=YES; value=#T24-11-2026_17:45:00;},{name=Size; ralign=YES; value=#5806;});}`,
  )
  .join(',');

/** Scenes by a name that says what is special about them. */
export const scenes: Readonly<Record<string, Scene>> = {
  login: stateless('login.wssp', '{clientAddress="192.0.2.7"; autoSignup=YES; skinNames=(Courtyard);}'),
  'login-failed': stateless(
    'login.wssp',
    '{clientAddress="192.0.2.7"; errorCode="Incorrect Password"; forgotPassword=YES; loginName="an\\"na"; autoSignup=YES; hasLists=YES; skinNames=(Courtyard);}',
  ),
  'login-restore': stateless('login.wssp', `{clientAddress="192.0.2.7"; ${restore}}`),
  disconnected: stateless('disconnected.wssp', `{hostName="example.test"; ${restore}}`),
  resume: stateless(
    'resume.wssp',
    '{sessionID="000001-abcdefghij0123456789"; jumpPage="website.wssp?SubDir=a"; resumePage="website.wssp"; restoreParameters=({name=SubDir; value="a & b";});}',
  ),
  recovery: stateless('recoverypassword.wssp'),
  'recovery-sent': stateless('recoverypassword.wssp', '{messageCode=PasswordSent;}'),
  signup: stateless(
    'signup.wssp',
    '{errorCode="Passwords do not match"; userName=bert; realName="Bert <bert>"; recoverPassword="bert@else.test";}',
  ),
  lists: stateless(
    'listlist.wssp',
    '{lists=({name=news; realName="News & <plans>"; browse=anyone;},{name=team; realName=Team; browse=subscribers;});}',
  ),
  'lists-none': stateless('listlist.wssp', '{lists=();}'),
  'list-archive': stateless('listmailbox.wssp', `{${archive} hasNext=YES; messages=(${archived});}`),
  'list-archive-empty': stateless(
    'listmailbox.wssp',
    `{${archive} hasPrevious=YES; messageCode=ConfirmationSent; messages=();}`,
  ),
  'list-message': stateless(
    'listmessage.wssp',
    '{listName=news; listRef="/List/news/"; subject="About <plans>"; nextMsg=#8; prevMsg=#6; messageBody="<p>text</p>";}',
  ),
  moved: stateless('moved.wssp', '{hostName="example.test";}'),
  notfound: stateless('notfound.wssp', '{hostName="example.test";}'),
  unauthorized: stateless('unauthorized.wssp', '{hostName="example.test";}'),
  denied: stateless('denied.wssp', '{errorCode="Incorrect Password"; hostName="example.test";}'),
  failure: stateless('failure.wssp', '{hostName="example.test";}'),
  error: stateless('error.wssp', '{hostName="example.test";}'),
  'notfound-session': inSession('notfound.wssp', '{hostName="example.test";}'),
  hello: inSession('hello.wssp'),
  alerts: inSession(
    'alerts.wssp',
    '{alerts=({time="20261125083000"; date=#T25-11-2026_08:30:00; text="The server stops on Sunday at 3 <in the morning>.";},{time="20261125083001"; date=#T25-11-2026_08:30:01; text="Your storage is 80 % full.";}); currentTime="20261125090000"; returnURL="hello.wssp%3Fa%3D1";}',
  ),
  'alerts-none': inSession('alerts.wssp'),
  password: inSession('password.wssp', '{RecoverPassword="anna@else.test"; messageCode=PasswordChanged;}'),
  publicinfo: inSession(
    'publicinfo.wssp',
    '{publicInfo=({id="0"; name=City; value="K\\u\'f6\'ln";},{id="1"; name=Phone;});}',
  ),
  'publicinfo-none': inSession('publicinfo.wssp', '{publicInfo=();}'),
  website: inSession(
    'website.wssp',
    `{${storage} subDir="Projects"; upDir=""; folderRef="WebFile/Projects/"; path=({name=Projects; path=Projects;}); ${entries}}`,
  ),
  'website-empty': inSession(
    'website.wssp',
    `{${storage} subDir=""; folderRef="WebFile/"; path=(); files=(); folders=();}`,
  ),
  'website-error': inSession(
    'website.wssp',
    `{${storage} errorCode="directory is not empty"; subDir=""; folderRef="WebFile/"; path=(); ${entries}}`,
  ),
  preferences: inSession(
    'preferences.wssp',
    '{preferences={Language=german; SkinName=Courtyard; TimeZone="Europe/Berlin"; IPWatch=YES; UseCookie=NO;}; messageCode=PreferencesSaved;}',
  ),
  bye: inSession('bye.wssp', '{blockAlerts=Yes;}'),
};
