/** Built-ins of cgpl.md sections 14.23 to 14.25. */
import { area } from '../rows.js';

const { fn, proc } = area('http', 'web');
const session = area('http', 'session');

export const HTTP = [
  fn(185, 'host', 'GetHTTPParameter(name[, index])', 'string or null', 'A parameter of the request as text.'),
  fn(
    186,
    'host',
    'GetHTTPBinaryParameter(name[, index])',
    'datablock or null',
    'A parameter of the request as bytes, for example an uploaded file.',
  ),
  fn(
    187,
    'host',
    'GetHTTPField(name)',
    'any',
    'A header field of the request, or Schema, Host, Port, or with an empty name its path.',
  ),
  fn(188, 'host', 'GetHTTPQuery()', 'string or null', 'What stands behind the question mark of the URL.'),
  fn(189, 'host', 'GetHTTPResource()', 'string or null', 'The path of the URL with its parameters.'),
  fn(190, 'host', 'GetHTTPMethod()', 'string', 'The method, in capital letters.'),
  fn(191, 'host', 'GetHTTPType()', 'string or null', 'The content type of the body.'),
  fn(192, 'host', 'GetHTTPSubtype()', 'string or null', 'The content subtype of the body.'),
  // the manual has a parameter here and no use for it
  fn(193, 'wait', 'GetHTTPData([name])', 'any', 'The body of the request: XML, string or datablock.'),
  proc(194, 'guest', 'SetHTTPResponseData(x)', 'Sets the body of the response.'),
  proc(195, 'guest', 'SetHTTPResponseType(type, subtype)', 'Sets the content type of the response.'),
  proc(
    196,
    'guest',
    'SetHTTPResponseCode(code)',
    'Sets the status of the response: a number, or a string such as 404-not found.',
  ),
  fn(197, 'host', 'RemoteIPAddress()', 'any', 'Address of the client.', { alsoPbx: true }),
  fn(198, 'host', 'ProxiedIPAddress()', 'any', 'Address of the client behind a proxy; null without one.'),
  fn(
    199,
    'wait',
    'SendHTTPContinue()',
    'null or string',
    'Lets a client that waits for it send the body. A string is an error.',
  ),
  proc(200, 'guest', 'AddHTTPResponseField(name, value)', 'Adds a header field to the response.'),
  proc(
    201,
    'guestwait',
    'ProcessWSSP(page, dataset)',
    'Renders a page of the Skin with the dictionary as its data, as the response.',
  ),
  session.fn(
    202,
    'guestwait',
    'SessionData()',
    'dictionary or null',
    'The dictionary that all requests of the Session share; null outside Sessions.',
  ),
];
